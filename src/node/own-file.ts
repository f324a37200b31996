import {closeSync, constants, fstatSync, openSync, readFileSync} from 'node:fs'

/**
 * The content of a file from which code will be run, if nobody but this user, or the user with id `alsoOf`, can have
 * written it; undefined where there is no such file. On systems without user ids a user's folders are taken as they are.
 */
export function readOwnFile(path: string, alsoOf?: number): Buffer | undefined {
  let file: number | undefined
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW)
    const {uid, mode} = fstatSync(file)
    const isOwn = process.getuid === undefined || ((mode & 0o022) === 0 && (uid === process.getuid() || uid === alsoOf))
    return isOwn ? readFileSync(file) : undefined
  } catch {
    return undefined
  } finally {
    if (file !== undefined) closeSync(file)
  }
}
