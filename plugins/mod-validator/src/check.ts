import type {Params} from './params.js'

/** What becomes of a row that fails. */
export type OnFail = Params['on_fail']

/** One thing that is checked of every row. */
export interface Check {
  /** The column; undefined for a rule of whole rows. */
  readonly column: string | undefined
  /** The rule: min, pattern, …, or the name of a rule of whole rows. */
  readonly rule: string
  readonly onFail: OnFail
  /** What is wrong with a value that fails, behind the value: `is below 0`. */
  readonly says: string
  readonly test: Test
}

export type Test =
  /** SQL over the columns that is true where a row fails, and never null. */
  | {readonly kind: 'row'; readonly fails: string}
  /** The value stands in an earlier row. */
  | {readonly kind: 'unique'; readonly value: string}
  /** The value does not stand in a column of another table. */
  | {readonly kind: 'references'; readonly value: string; readonly table: string; readonly column: string}

/** What is wrong with the parameters: a sentence and its code. */
export interface Fault {
  readonly message: string
  readonly code: string
}

/** A name or a value as a message shows it. */
export function quoted(text: string): string {
  return JSON.stringify(text)
}
