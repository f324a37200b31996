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
    if (!(await isFolder(path))) throw error
    return []
  }
}

/** Another process may have made it meanwhile. */
async function mkdirUnlessThere(path: string): Promise<void> {
  try {
    await mkdir(path)
  } catch (error) {
    if (!(await isFolder(path))) throw error
  }
}

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    (there) => there.isDirectory(),
    () => false,
  )
}
