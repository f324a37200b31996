import {DataPyError} from '../errors/datapy-error.js'
import type {ProblemCode} from '../errors/catalogue.js'
import {problem} from '../errors/problem.js'
import type {Place} from '../model/problem.js'

/** One problem of this folder, ready to be thrown. */
export function dataError(
  code: ProblemCode,
  message: string,
  more: {at?: Place | undefined; hint?: string | undefined; cause?: unknown} = {},
): DataPyError {
  return new DataPyError([problem(code, message, more)], more.cause === undefined ? undefined : {cause: more.cause})
}

/** Whether an error says its problems already; one of another copy of DataPy's does too. */
export function isDataPyError(error: unknown): error is DataPyError {
  return error instanceof Error && error.name === 'DataPyError' && 'problems' in error
}

/** What a failed call to the file system says, in plain words. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const plain: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    EACCES: 'the user that runs DataPy has no right to',
    EPERM: 'the user that runs DataPy has no right to',
    EISDIR: 'it is a folder',
    ENOTDIR: 'a part of the path is a file, not a folder',
    ENOSPC: 'the disk is full',
    EDQUOT: 'the disk quota is used up',
    EROFS: 'the file system is read-only',
    ENAMETOOLONG: 'the name is too long',
  }
  return plain[code] ?? error.message
}
