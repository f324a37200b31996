import type {Checked, Problem} from '../model/problem.js'
import type {ExitCode} from './exit-codes.js'
import {isFileFault, untoldFault} from './file-fault.js'
import {exitCodeOfAll} from './problem.js'

const brand = Symbol.for('datapy.error')

/** Problems on their way out of a function that cannot go on. Caught once, at the boundary, and told all at once. */
export class DataPyError extends Error {
  override readonly name = 'DataPyError'
  readonly [brand] = true
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[], options?: ErrorOptions) {
    super(problems.map(({message}) => message).join('\n'), options)
    this.problems = problems
  }

  /** Known by its brand, since a process may hold two copies of this module: a script's own, and that of the command. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && brand in value
  }

  get exitCode(): ExitCode {
    return exitCodeOfAll(this.problems)
  }
}

/** The value of something checked, or its problems thrown as one DataPyError. */
export function valueOf<T>(checked: Checked<T>): T {
  if (checked.ok) return checked.value
  throw new DataPyError(checked.problems)
}

/** The problems that something thrown stands for, itself or as a fault of the file system; undefined for what is a bug. */
export function problemsIn(thrown: unknown): readonly Problem[] | undefined {
  if (thrown instanceof DataPyError) return thrown.problems
  return isFileFault(thrown) ? [untoldFault(thrown)] : undefined
}

/** The other way round: the outcome of a promise, with the problems in what it throws as a value. A bug throws. */
export async function checked<T>(promise: Promise<T>): Promise<Checked<T>> {
  try {
    return {ok: true, value: await promise}
  } catch (error) {
    const problems = problemsIn(error)
    if (problems === undefined) throw error
    return {ok: false, problems}
  }
}
