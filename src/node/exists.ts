import {stat} from 'node:fs/promises'
import {leavesOpen} from '../errors/file-fault.js'

/** Whether a path names a file that is there, or a glob at least one. */
export async function exists(path: string): Promise<boolean> {
  return (await whyAbsent(path)) === undefined
}

/**
 * Why a path names no file that is there, nor, as a glob, at least one; undefined where it does. A path that exists is never
 * read as a glob. Rejects with the system's error where that cannot be told.
 */
export async function whyAbsent(path: string): Promise<string | undefined> {
  const kind = await kindAt(path)
  if (kind === 'file') return undefined
  if (/[*?[\]{}]/.test(path)) {
    const {glob} = await import('tinyglobby')
    if ((await glob(path, {absolute: true, onlyFiles: true})).length > 0) return undefined
  }
  return kind === undefined ? `there is no file ${path}` : `${path} is ${kind}, not a file`
}

/** What stands under a name, through links; undefined where nothing does. */
async function kindAt(path: string): Promise<string | undefined> {
  try {
    const found = await stat(path)
    if (found.isFile()) return 'file'
    if (found.isDirectory()) return 'a folder'
    if (found.isFIFO()) return 'a pipe'
    return found.isSocket() ? 'a socket' : 'a device'
  } catch (error) {
    if (leavesOpen(error)) throw error
    return undefined
  }
}
