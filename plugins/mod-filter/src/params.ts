// Generated from config_schema in package.json by `npm run generate`.

import type {Dataset} from 'datapy/mod'

export interface Params {
  /** The table on this input port. */
  data: Dataset
  /** An expression over the columns of a row that is true or false (docs/expressions.md). A row for which it is null is one for which it is not true. */
  where: string
  /** matching keeps the rows for which it is true, others all the rest. */
  keep: 'matching' | 'others'
  /** A column that grows with each new row or change, such as a number or a time: only rows with a greater value than any that the last successful run of the job has seen. See docs/incremental-loads.md; where: true takes all that are new. */
  incremental?: string
}
