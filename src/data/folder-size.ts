import {readdir, stat} from 'node:fs/promises'
import {join} from 'node:path'

/** How many bytes the files right in a folder hold; 0 where there is none. What goes meanwhile does not count. */
export async function folderSize(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => [])
  const sizes = await Promise.all(
    names.map(async (name) =>
      stat(join(folder, name)).then(
        ({size}) => size,
        () => 0,
      ),
    ),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
