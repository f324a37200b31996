import {stat} from 'node:fs/promises'
import {unreadable} from './csv/source-chunks.js'

/** How many bytes files have together. Throws `file_unreadable`. */
export async function totalSize(files: readonly string[]): Promise<number> {
  let size = 0
  for (const file of files) {
    const stats = await stat(file).catch((error: unknown) => {
      throw unreadable(file, error)
    })
    size += stats.size
  }
  return size
}
