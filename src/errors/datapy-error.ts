import type {Checked, Problem} from '../model/problem.js'
import type {ExitCode} from './exit-codes.js'
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

/** The other way round: the outcome of a promise, with the problems of a DataPyError as a value. What else it throws, throws. */
export async function checked<T>(promise: Promise<T>): Promise<Checked<T>> {
  try {
    return {ok: true, value: await promise}
  } catch (error) {
    if (error instanceof DataPyError) return {ok: false, problems: error.problems}
    throw error
  }
}
