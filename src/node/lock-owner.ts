import {lstat, readFile} from 'node:fs/promises'
import {isFileFault} from '../errors/file-fault.js'
import {isProcessOwner, type ProcessOwner} from './process-owner.js'

/** Who holds a lock. `nonce` is of this one holding, and never used again. */
export interface LockOwner extends ProcessOwner {
  readonly nonce: string
}

/** Whose lock this is; `mustTell` rejects where that cannot be found out. */
export async function ownerOf(path: string, {mustTell = false} = {}): Promise<LockOwner | 'gone' | 'unknown'> {
  try {
    const owner: unknown = JSON.parse(await readFile(path, 'utf8'))
    return isOwner(owner) ? owner : 'unknown'
  } catch (error) {
    // A link to nothing is no lock, and keeps one from being made.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return (await isLink(path)) ? 'unknown' : 'gone'
    if (mustTell && isFileFault(error)) throw error
    return 'unknown'
  }
}

function isOwner(value: unknown): value is LockOwner {
  return isProcessOwner(value) && 'nonce' in value && typeof value.nonce === 'string'
}

async function isLink(path: string): Promise<boolean> {
  return await lstat(path).then(
    (there) => there.isSymbolicLink(),
    () => false,
  )
}
