/** Where something stands in a file; lines and columns count from 1, `length` is in characters of that line. */
export interface Place {
  readonly file: string
  readonly line?: number
  readonly column?: number
  readonly length?: number
}

/**
 * One thing that is wrong, or worth a warning. `code` is the catalogue's name for DataPy's own problems
 * (see errors/catalogue.ts), or what the mod gave.
 */
export interface Problem {
  readonly code: string | number
  readonly message: string
  readonly at?: Place
  readonly hint?: string
  /** Whether it may pass by itself, so that to try again is worth it. */
  readonly transient?: true
}

/** A value, or every problem that kept it from being made. */
export type Checked<T> = {readonly ok: true; readonly value: T} | {readonly ok: false; readonly problems: readonly Problem[]}
