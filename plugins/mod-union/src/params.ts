// Generated from config_schema in package.json by `npm run generate`.

import type {Dataset} from 'datapy/mod'

export interface Params {
  /** The tables, in the order in which their rows are to come. */
  data: readonly Dataset[]
  /** name: columns of the same name go together, and one that a table does not have is null in its rows. position: the first goes with the first, under the names of the first table; all must have as many. */
  by: 'name' | 'position'
  /** distinct drops rows that equal an earlier one; null equals null. */
  mode: 'all' | 'distinct'
  /** A column that is added in front, with the number of the table, from 1, that a row came from. */
  source_column?: string
}
