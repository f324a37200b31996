import type {Cell} from '../../model/dataset.js'

/** What a column holds. Keys are those of the document that `datapy profile --json` prints. */
export interface ColumnProfile {
  readonly name: string
  readonly type: string
  readonly nulls: number
  /** Of all rows, from 0 to 1. */
  readonly null_share: number
  /** How many different values there are, null not counted. */
  readonly distinct: number
  /** No value is there twice, and none is null. */
  readonly is_unique: boolean
  /** Least and greatest value; null where there is no order, or no value. Long text is cut. */
  readonly min: Cell
  readonly max: Cell
  /** Of numbers. */
  readonly mean: number | null
  /** Of text, in characters. */
  readonly min_length: number | null
  readonly max_length: number | null
  /** Most frequent first, of equals the lesser. */
  readonly top_values: readonly TopValue[]
}

export interface TopValue {
  readonly value: Cell
  readonly count: number
}

/** Something about a column that is worth a second look. */
export interface ProfileFinding {
  readonly code: FindingCode
  readonly column: string
  readonly message: string
  /** How many rows it is about. */
  readonly count: number
  /** A value it is about. */
  readonly example?: Cell
}

export type FindingCode =
  | 'all_null'
  | 'blank_text'
  | 'constant'
  | 'leading_zeros'
  | 'mixed_types'
  | 'nearly_unique'
  | 'not_finite'
  | 'null_words'
  | 'surrounding_blanks'
  | 'text_of_dates'
  | 'text_of_numbers'

/** What a table holds. */
export interface TableProfile {
  readonly rows: number
  readonly columns: readonly ColumnProfile[]
  readonly findings: readonly ProfileFinding[]
}
