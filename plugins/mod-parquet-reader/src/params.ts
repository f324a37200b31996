// Generated from config_schema in package.json by `npm run generate`.

export interface Params {
  /** The file to read, or a glob of files that have the same columns. */
  file_path: string
  /** Columns to keep, in this order. Default: all. */
  columns?: string[]
  /** Rows to read at most, over all files. Default: all. */
  max_rows?: number
  /** The folder that relative paths start at. Without it they start at the folder of the file that names them. */
  base_path?: string
}
