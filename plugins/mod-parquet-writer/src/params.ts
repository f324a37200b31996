// Generated from config_schema in package.json by `npm run generate`.

import type {Dataset} from 'datapy/mod'

export interface Params {
  /** The table on this input port. */
  data: Dataset
  /** The file to write. Missing folders are made. */
  file_path: string
  /** How the pages of the file are packed. */
  compression: 'zstd' | 'snappy' | 'gzip' | 'none'
  /** A file of that name: overwrite replaces it; error fails the run; backup renames it to NAME.YYYYMMDD_HHMMSS.bak first. */
  if_exists: 'overwrite' | 'error' | 'backup'
  /** The folder that relative paths start at. Without it they start at the folder of the file that names them. */
  base_path?: string
}
