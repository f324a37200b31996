// Generated from config_schema in package.json by `npm run generate`.

export interface Params {
  /** The workbook to read: .xlsx or .xlsm. Its sheet is held in memory, some 450 bytes a cell. A formula gives the value that Excel computed last; an error such as #N/A is null. */
  file_path: string
  /** The sheet, by its name or its number, from 1. */
  sheet: string | number
  /** true: the first row names the columns. false: they are column_1, column_2 and so on. A list: these are their names, and every row is data. */
  header: boolean | string[]
  /** Rows to pass over at the top of the sheet, before the header. */
  skip_rows: number
  /** Rows to read at most. Default: all. The sheet is read into memory as a whole all the same. */
  max_rows?: number
  /** Columns to keep, in this order. Default: all. */
  columns?: string[]
  /** Types by column: text, integer, decimal, double, boolean, date, timestamp, timestamptz, time, or a DuckDB type. A value that does not fit is a bad row. */
  types: Record<string, string>
  /** Give a column of numbers, dates, times or booleans their type; one that mixes them is text, with a warning. false: all columns are text. */
  infer_types: boolean
  /** Texts that mean null, beside empty cells. */
  null_values: string[]
  /** A row with a value that does not fit its type in types: error fails the run at the first; skip leaves it out and counts it; collect also keeps it, with its place and reason, in the port rejected. */
  on_bad_row: 'error' | 'skip' | 'collect'
  /** More bad rows than this fail the run: a number, or a share of all rows such as "5%". Default: no limit. */
  max_rejects?: number | string
  /** A CSV file for the bad rows, with file, line, column, code, reason and raw text. Needs on_bad_row: collect. */
  rejects_file?: string
  /** The folder that relative paths start at. Without it they start at the folder of the file that names them. */
  base_path?: string
}
