import type {Place, Problem} from '../model/problem.js'
import {catalogue, isProblemCode, type ProblemCode} from './catalogue.js'
import {exitCodes, worstExitCode, type ExitCode} from './exit-codes.js'

/** One of DataPy's own problems: a code of the catalogue, what is wrong here, where, and how to mend it. */
export function problem(
  code: ProblemCode,
  message: string,
  more: {at?: Place | undefined; hint?: string | undefined} = {},
): Problem {
  return {code, message, ...(more.at && {at: more.at}), ...(more.hint !== undefined && {hint: more.hint})}
}

/** The exit code that one problem stands for: the catalogue's, or 30 for what a mod gave. */
export function exitCodeOf({code}: Problem): ExitCode {
  return isProblemCode(code) ? catalogue[code].exit_code : exitCodes.mod_failed
}

/** The worst exit code of some problems; 0 for none. */
export function exitCodeOfAll(problems: readonly Problem[]): ExitCode {
  return worstExitCode(problems.map(exitCodeOf))
}
