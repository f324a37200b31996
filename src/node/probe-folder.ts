import {link, open, rm, stat, statfs} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {randomName} from './random-name.js'

/** What can be done in a folder, or in the nearest one above it that is there. */
export interface FolderProbe {
  /** The folder that was tried. */
  readonly folder: string
  readonly isThere: boolean
  /** Why nothing can be written there; absent where it can. */
  readonly refused?: string
  /** Whether a file can have two names, which locks need. */
  readonly links: boolean
  /** Bytes that this user may still write there. */
  readonly free: number
}

/** Tries a folder out with a small file, which is gone afterwards. */
export async function probeFolder(path: string): Promise<FolderProbe> {
  const folder = await nearestFolder(path)
  const {bavail, bsize} = await statfs(folder)
  const own = {folder, isThere: folder === path, free: bavail * bsize}
  const file = join(folder, `.datapy-${randomName()}.tmp`)
  try {
    const handle = await open(file, 'wx')
    await handle.sync()
    await handle.close()
  } catch (error) {
    return {...own, refused: (error as Error).message, links: false}
  }
  try {
    await link(file, `${file}.2`)
    return {...own, links: true}
  } catch {
    return {...own, links: false}
  } finally {
    await rm(file, {force: true})
    await rm(`${file}.2`, {force: true})
  }
}

async function nearestFolder(path: string): Promise<string> {
  for (let folder = path; ; folder = dirname(folder)) {
    const isFolder = await stat(folder).then(
      (found) => found.isDirectory(),
      () => false,
    )
    if (isFolder || dirname(folder) === folder) return folder
  }
}
