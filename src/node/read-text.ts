import {readFile} from 'node:fs/promises'

/** The text of a UTF-8 file; nothing when it cannot be read. */
export async function readText(file: string): Promise<string | undefined> {
  return await readFile(file, 'utf8').catch(() => undefined)
}
