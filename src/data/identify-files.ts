import type {FileIdentity} from '../model/run-record.js'
import {identityOf} from './file-identity.js'
import {findFiles} from './find-files.js'

/** The files that paths and globs name, each once, as they are now. What names none, or cannot be looked at, is left out. */
export async function identifyFiles(paths: readonly string[]): Promise<readonly FileIdentity[]> {
  const found = await Promise.all(paths.map(async (path) => await findFiles([path]).catch(() => [])))
  const files = await Promise.all([...new Set(found.flat())].map(async (path) => await identityOf(path).catch(() => undefined)))
  return files.filter((file) => file !== undefined)
}
