import type {ErrorExitCode} from '../model/result.js'

interface CatalogueEntry {
  /** The exit code of a command that ends because of it. */
  readonly exit_code: ErrorExitCode
  /** What it means, for the page of error codes. */
  readonly meaning: string
  /** What to do about it, for the page of error codes. */
  readonly fix: string
}

/**
 * Every problem DataPy can name. A code is never reused. docs/error-codes.md is generated from this table.
 * Sorted by the folder that finds it, then by name.
 */
export const catalogue = {
  bug: {exit_code: 1, meaning: 'A fault in DataPy itself.', fix: 'Run again with --debug and report what it prints.'},
} as const satisfies Record<string, CatalogueEntry>

export type ProblemCode = keyof typeof catalogue

/** Whether a problem's code is one of DataPy's own. */
export function isProblemCode(code: unknown): code is ProblemCode {
  return typeof code === 'string' && Object.hasOwn(catalogue, code)
}
