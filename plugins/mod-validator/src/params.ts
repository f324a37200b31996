// Generated from config_schema in package.json by `npm run generate`.

import type {Dataset} from 'datapy/mod'

export interface Params {
  /** The table on this input port. */
  data: Dataset
  /** Other tables, by the names that rules call them. */
  references: Readonly<Record<string, Dataset>>
  /** Rules by column. A column can have one set of rules, or a list of sets where some of them are to fail in another way. */
  rules: Record<string, Rules | Rules[]>
  /** Rules for whole rows, by a name of yours: an expression that must be true, or {expression, on_fail}. A row for which it is null, because a value is missing, passes. */
  rows: Record<string, string | RowRule>
  /** What becomes of a row that fails a rule: error fails the run, with every rule that fails and its first value; warn lets the row pass, with a warning; reject moves it to the port rejected, with its reason. */
  on_fail: 'error' | 'warn' | 'reject'
  /** More rows than this that are rejected or warned of fail the run: a number, or a share of all rows such as "5%". */
  max_failures?: number | string
}

export interface Rules {
  /** There must be a value: neither null nor empty text. All other rules leave null alone. */
  required?: true
  /** The value must be one of this type as it stands: text, integer, decimal, double, boolean, date, timestamp, timestamptz, time, or a DuckDB type such as DECIMAL(10,2). The other rules then look at it as that type. */
  type?: string
  /** The least value, itself allowed: a number, or a date or time as text. */
  min?: number | string
  /** The greatest value, itself allowed. */
  max?: number | string
  /** The least number of characters of text. */
  min_length?: number
  /** The greatest number of characters of text. */
  max_length?: number
  /** A regular expression (RE2) that the whole text must match. */
  pattern?: string
  /** The values that are allowed. */
  in?: (string | number | boolean)[]
  /** Values that are not allowed. */
  not_in?: (string | number | boolean)[]
  /** No value stands twice. The first row that has it is right, those behind it fail. */
  unique?: true
  /** The value must stand in a column of another table. */
  references?: Reference
  /** What becomes of a row that fails here. Left out: what on_fail of the mod says. */
  on_fail?: 'error' | 'warn' | 'reject'
}

/** The value must stand in a column of another table. */
export interface Reference {
  /** The name of a table of the parameter references. */
  table: string
  /** The column of it in which the value must stand. */
  column: string
}

export interface RowRule {
  /** What must be true. Null, because a value is missing, passes. */
  expression: string
  /** What becomes of a row that fails here. Left out: what on_fail of the mod says. */
  on_fail?: 'error' | 'warn' | 'reject'
}
