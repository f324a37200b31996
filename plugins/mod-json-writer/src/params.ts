// Generated from config_schema in package.json by `npm run generate`.

import type {Dataset} from 'datapy/mod'

export interface Params {
  /** The table on this input port. */
  data: Dataset
  /** The file to write. Missing folders are made. */
  file_path: string
  /** array: one array, a row on each line. ndjson: one object on each line. Default: ndjson when the name ends in .ndjson or .jsonl, else array. */
  format?: 'array' | 'ndjson'
  /** gzip packs the file. Default: gzip when the name ends in .gz, else none. */
  compression?: 'none' | 'gzip'
  /** A file of that name: overwrite replaces it; error fails the run; backup renames it to NAME.YYYYMMDD_HHMMSS.bak first. */
  if_exists: 'overwrite' | 'error' | 'backup'
  /** The folder that relative paths start at. Without it they start at the folder of the file that names them. */
  base_path?: string
}
