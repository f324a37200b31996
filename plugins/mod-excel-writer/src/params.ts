// Generated from config_schema in package.json by `npm run generate`.

import type {Dataset} from 'datapy/mod'

export interface Params {
  /** The table on this input port. */
  data: Dataset
  /** The .xlsx file to write. Missing folders are made. The sheet is held in memory, some 300 to 650 bytes a cell. */
  file_path: string
  /** The name of the sheet: at most 31 characters, none of [ ] : * ? / \. */
  sheet: string
  /** Write the names of the columns as the first row. */
  header: boolean
  /** A file of that name: overwrite replaces it; error fails the run; backup renames it to NAME.YYYYMMDD_HHMMSS.bak first. */
  if_exists: 'overwrite' | 'error' | 'backup'
  /** The folder that relative paths start at. Without it they start at the folder of the file that names them. */
  base_path?: string
}
