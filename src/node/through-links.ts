import {readlink, realpath} from 'node:fs/promises'
import {dirname, resolve} from 'node:path'

/**
 * The file that a name stands for in the end, also where a link leads to one that is yet to be made. Rejects with the
 * system's error where that cannot be told.
 */
export async function throughLinks(file: string): Promise<string> {
  try {
    return await realpath(file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    const to = await readlink(file).catch(() => undefined)
    return to === undefined ? file : await throughLinks(resolve(await realpath(dirname(file)), to))
  }
}
