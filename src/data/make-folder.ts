import {mkdir, stat} from 'node:fs/promises'
import {dirname} from 'node:path'

/**
 * Makes a folder and those above it that lack, and gives the folders that hold one of these, which must be synced before a
 * file in it lasts through a power failure. Rejects with the system's error where it cannot, also under /proc and its
 * like, where nothing can be made: Node's own recursive mkdir never comes back from there.
 */
export async function makeFolder(path: string): Promise<readonly string[]> {
  try {
    await mkdir(path)
    return [dirname(path)]
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code === 'ENOENT' && dirname(path) !== path) {
      const above = await makeFolder(dirname(path))
      await mkdirUnlessThere(path)
      return [...above, dirname(path)]
    }
    await mustBeFolder(path, error)
    return []
  }
}

/** Another process may have made it meanwhile. */
async function mkdirUnlessThere(path: string): Promise<void> {
  try {
    await mkdir(path)
  } catch (error) {
    await mustBeFolder(path, error)
  }
}

/** Throws why a folder could not be made, unless it is there. What cannot be looked at is not said to be a file. */
async function mustBeFolder(path: string, error: unknown): Promise<void> {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
    const there = await stat(path).catch(() => undefined)
    if (there?.isDirectory() !== true) throw error
  } else if (!(await stat(path)).isDirectory()) throw error
}
