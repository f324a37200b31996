// Generated from config_schema in package.json by `npm run generate`.

import type {Dataset} from 'datapy/mod'

export interface Params {
  /** The table on this input port. */
  data: Dataset
  /** Rows that are equal in these columns are one group; null is equal to null here. Left out: all rows are one group, also when there are none. */
  group_by: string[]
  /** What to compute for each group, by the name of the new column. */
  aggregates: Record<string, Aggregate>
  /** An expression over the columns of the result: only groups for which it is true are kept. */
  having?: string
  /** The order of the groups: first_seen is that of their first rows, sorted that of the columns of group_by, nulls last. */
  order: 'first_seen' | 'sorted'
}

export interface Aggregate {
  /** What is computed. All of them leave nulls out. Sums of integers and decimals are exact; mean, median and stddev (of a sample) of numbers are doubles; first and last are those in the order of the rows. */
  function: 'count' | 'count_distinct' | 'sum' | 'mean' | 'min' | 'max' | 'median' | 'stddev' | 'first' | 'last' | 'string_agg'
  /** The column of which it is computed. Only count needs none: without one it counts rows. */
  column?: string
  /** An expression: only rows for which it is true count. */
  where?: string
  /** What string_agg puts between two values. Left out: a comma and a space. */
  separator?: string
}
