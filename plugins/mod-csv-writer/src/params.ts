// Generated from config_schema in package.json by `npm run generate`.

import type {Dataset} from 'datapy/mod'

export interface Params {
  /** The table on this input port. */
  data: Dataset
  /** The file to write. Missing folders are made. */
  file_path: string
  /** The encoding of the file. A character that it cannot hold fails the run. */
  encoding: string
  /** What separates two fields: one or more characters. */
  delimiter: string
  /** needed: quotes where a value needs them. all: around every value that is not null. none: a value that would need them fails the run. */
  quote_style: 'needed' | 'all' | 'none'
  /** Write the names of the columns as the first line. */
  header: boolean
  /** What is written for null. */
  null_value: string
  /** What ends a line. */
  line_ending: '\n' | '\r\n'
  /** gzip packs the file. Default: gzip when the name ends in .gz, else none. */
  compression?: 'none' | 'gzip'
  /** A file of that name: overwrite replaces it; error fails the run; backup renames it to NAME.YYYYMMDD_HHMMSS.bak first. */
  if_exists: 'overwrite' | 'error' | 'backup'
  /** Put an apostrophe before text, names of columns too, that a spreadsheet would run as a formula: it begins with =, +, -, @, their full-width forms, tab or a line break. */
  escape_formulas: boolean
  /** The folder that relative paths start at. Without it they start at the folder of the file that names them. */
  base_path?: string
}
