// Generated from config_schema in package.json by `npm run generate`.

import type {Dataset} from 'datapy/mod'

export interface Params {
  /** The table on this input port. */
  data: Dataset
  /** The columns to keep, in this order. Default: all. */
  columns?: string[]
  /** Columns to leave out. */
  exclude: string[]
  /** New names by old name. What follows uses the new names. */
  rename: Record<string, string>
  /** New columns: expressions by name (docs/expressions.md), computed in this order, each over the columns before it. One of an existing name takes its place. */
  derive: Record<string, string>
  /** New types by column: text, integer, decimal, double, boolean, date, timestamp, timestamptz, time, or a DuckDB type such as DECIMAL(10,2). A value fits only if nothing of it would be lost. */
  cast: Record<string, string>
  /** A value that does not fit the type of cast: error fails the run, null makes it null. */
  on_cast_error: 'error' | 'null'
}
