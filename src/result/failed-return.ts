import {exitCodes} from '../errors/exit-codes.js'
import {exitCodeOfAll} from '../errors/problem.js'
import type {Problem} from '../model/problem.js'
import type {ErrorExitCode, ModReturn} from '../model/result.js'

/** Whether a number is an exit code that goes with the status error. */
export function isErrorExitCode(value: unknown): value is ErrorExitCode {
  return (
    typeof value === 'number' &&
    value !== exitCodes.success &&
    value !== exitCodes.warning &&
    (Object.values(exitCodes) as number[]).includes(value)
  )
}

/** The return of a mod that failed with these problems and has nothing else to show. The worst of them gives the exit code. */
export function failedReturn(errors: readonly Problem[], exitCode?: ErrorExitCode): ModReturn {
  const code = exitCode ?? exitCodeOfAll(errors)
  return {
    status: 'error',
    exit_code: isErrorExitCode(code) ? code : exitCodes.mod_failed,
    metrics: {},
    artifacts: {},
    globals: {},
    warnings: [],
    errors,
  }
}
