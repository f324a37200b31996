import {isFile} from './find-upward.js'

/** Whether a path names a file that is there, or a glob at least one. A path that exists is never read as a glob. */
export async function exists(path: string): Promise<boolean> {
  if (await isFile(path)) return true
  if (!/[*?[\]{}]/.test(path)) return false
  const {glob} = await import('tinyglobby')
  return (await glob(path, {absolute: true, onlyFiles: true})).length > 0
}
