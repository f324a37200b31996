import type {TableWritten} from '../model/table-files.js'
import type {StagedFile} from './staged-file.js'

/** A file that was written and does not have its name yet, and what to tell of it. */
export interface Written {
  readonly staged: StagedFile
  readonly written: TableWritten
}
