// Generated from config_schema in package.json by `npm run generate`.

export interface Params {
  /** The file to read, or a glob of files. A file that is packed with gzip is unpacked. */
  file_path: string
  /** array: the file is one array of objects, or one object. ndjson: each line is an object. auto: the beginning of the file tells. */
  format: 'auto' | 'array' | 'ndjson'
  /** Where in the document the array stands, as a JSON Pointer. Such a document is read as a whole, up to 500 MiB. Default: the document itself. */
  pointer?: string
  /** Keys to keep as columns, in this order; upper and lower case differ. Default: all, as they first appear. */
  columns?: string[]
  /** Types by column: text, integer, decimal, double, boolean, date, timestamp, timestamptz, time, or a DuckDB type such as JSON. A value that does not fit is a bad row. Other columns get the type that all of their values have. */
  types: Record<string, string>
  /** Rows to read at most, over all files. Default: all. */
  max_rows?: number
  /** A row that cannot be read: error fails the run at the first; skip leaves it out and counts it; collect also keeps it, with its place and reason, in the port rejected. An array that is broken off fails the run always. */
  on_bad_row: 'error' | 'skip' | 'collect'
  /** More bad rows than this fail the run: a number, or a share of all rows such as "5%". Default: no limit. */
  max_rejects?: number | string
  /** A CSV file for the bad rows, with file, line, column, code, reason and raw text. Needs on_bad_row: collect. */
  rejects_file?: string
  /** The folder that relative paths start at. Without it they start at the folder of the file that names them. */
  base_path?: string
}
