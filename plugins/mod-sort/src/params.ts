// Generated from config_schema in package.json by `npm run generate`.

import type {Dataset} from 'datapy/mod'

export interface Params {
  /** The table on this input port. */
  data: Dataset
  /** What to sort by, the first counts most: a column, or {column, order: asc or desc, nulls: first or last}. Left out: asc, nulls last. Text is compared by its characters, not by a language. */
  by: (string | {
    column: string
    order?: 'asc' | 'desc'
    nulls?: 'first' | 'last'
  })[]
  /** Keep only so many of the first rows. Default: all. */
  limit?: number
}
