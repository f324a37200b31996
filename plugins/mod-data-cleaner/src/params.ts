// Generated from config_schema in package.json by `npm run generate`.

import type {Dataset} from 'datapy/mod'

export interface Params {
  /** The table on this input port. */
  data: Dataset
  /** New names by old name. Every other parameter uses the new names. */
  rename: Record<string, string>
  /** Columns to keep, in this order. Left out: all. */
  select?: string[]
  /** Remove white space, also tabs and no-break spaces, at both ends of text: true for every column, or a list of columns. Text that is then empty becomes null. */
  trim: boolean | string[]
  /** The case of text, by column: upper, lower, title (each word begins with a capital) or sentence (the first word does). */
  case: Record<string, 'upper' | 'lower' | 'title' | 'sentence'>
  /** Rules by column, {from, to}: a value that equals from becomes to; the first rule that fits counts. With regex: true, each match of the pattern from becomes to, in which \1 stands for the first group; these rules follow one after the other, after those for whole values, and make the column text. */
  replace: Record<string, (ValueRule | PatternRule)[]>
  /** Texts that mean null, white space around them left aside. */
  null_values: string[]
  /** Drop rows in which every column is null or empty text. */
  drop_empty_rows: boolean
  /** New types by column: text, integer, decimal, double, boolean, date, timestamp, timestamptz, time, or a DuckDB type such as DECIMAL(10,2). Dates are of the form 2024-08-12; for others give {type, format}, with one or more formats such as "%d/%m/%Y". A value fits only if nothing of it would be lost. */
  cast: Record<string, string | {
    type: 'date' | 'timestamp' | 'timestamptz' | 'time'
    format: string | string[]
  }>
  /** What to do with a value that does not fit the type of cast: error fails the run; reject moves its row, with the reason, to the port rejected; null makes the value null. */
  on_cast_error: 'error' | 'reject' | 'null'
  /** What to put in the place of null or empty text, by column: a value, {value: …} or {strategy: mean | median | mode}, which is taken of the rows that are neither empty nor rejected, and rounded to the type of the column. */
  fill_missing: Record<string, string | number | boolean | {
    value: string | number | boolean
  } | {
    strategy: 'mean' | 'median' | 'mode'
  }>
  /** Drop rows in which a column is still null or empty text: true for any column, or a list of columns. */
  drop_missing: boolean | string[]
  /** Drop rows that equal an earlier one: true compares all columns, a list only these. The first is kept, and the order; null equals null. */
  drop_duplicates: boolean | string[]
}

export interface ValueRule {
  from: string | number | boolean
  to: string | number | boolean | null
  regex?: false
}

export interface PatternRule {
  from: string
  to: string
  regex: true
}
