// Generated from config_schema in package.json by `npm run generate`.

export interface Params {
  /** The file to read, or a glob of files that have the same columns. A name that ends in .gz is unpacked. */
  file_path: string
  /** The encoding of the file: utf-8, latin-1, cp1252, utf-16, and others that iconv-lite knows. */
  encoding: string
  /** What separates two fields: one or more characters. */
  delimiter: string
  /** What encloses a field that holds delimiters, quotes or line ends. Empty: nothing does. */
  quote: string
  /** What makes a quote inside of a quoted field an ordinary character. Default: the quote itself, doubled. */
  escape?: string
  /** true: the first line names the columns. false: they are column_1, column_2 and so on. A list: these are their names, and every line is data. */
  header: boolean | string[]
  /** Lines to pass over at the start of each file, before the header. */
  skip_rows: number
  /** Rows to read at most, over all files. Default: all. */
  max_rows?: number
  /** Columns to keep, in this order. Default: all. */
  columns?: string[]
  /** Types by column: text, integer, decimal, double, boolean, date, timestamp, timestamptz, time, or a DuckDB type. A value that does not fit is a bad row. */
  types: Record<string, string>
  /** Decide the types of the other columns from all of their values. false: they stay text. */
  infer_types: boolean
  /** Unquoted values that mean null. */
  null_values: string[]
  /** A row that cannot be read: error fails the run at the first; skip leaves it out and counts it; collect also keeps it, with its place and reason, in the port rejected. */
  on_bad_row: 'error' | 'skip' | 'collect'
  /** More bad rows than this fail the run: a number, or a share of all rows such as "5%". Default: no limit. */
  max_rejects?: number | string
  /** A CSV file for the bad rows, with file, line, column, code, reason and raw text. Needs on_bad_row: collect. */
  rejects_file?: string
  /** auto takes the engine's reader where that is certain to give the same rows as the exact one, csv-parse, which is some twenty times slower; the log says which, and why. fast and exact force one. */
  reader: 'auto' | 'fast' | 'exact'
  /** The folder that relative paths start at. Without it they start at the folder of the file that names them. */
  base_path?: string
}
