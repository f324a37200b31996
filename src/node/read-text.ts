import {readFileSync} from 'node:fs'
import {readFile} from 'node:fs/promises'

/** The text of a UTF-8 file; nothing when it cannot be read. */
export async function readText(file: string): Promise<string | undefined> {
  return await readFile(file, 'utf8').catch(() => undefined)
}

/** The same at once, for the last words of a process. */
export function readTextNow(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
