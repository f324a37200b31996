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
