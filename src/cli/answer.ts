import type {Problem} from '../model/problem.js'

/** What a command has to say: the same thing as a document for --json and as text. */
export interface Answer {
  readonly document: unknown
  /** Goes to stdout, a newline added when it lacks one; an empty text prints nothing. */
  readonly text: string
  /** Default 0. One of the table's, or what a script of the user's ended with. */
  readonly exitCode?: number
  /** Drawn on stderr, errors and warnings alike. */
  readonly problems?: readonly DrawnProblem[]
  /** A line for stderr, after the problems. */
  readonly note?: string
}

export interface DrawnProblem {
  readonly severity: 'error' | 'warning'
  readonly problem: Problem
}
