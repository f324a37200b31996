// Generated from config_schema in package.json by `npm run generate`.

import type {Dataset} from 'datapy/mod'

export interface Params {
  /** The table on this input port. */
  left: Dataset
  /** The table on this input port. */
  right: Dataset
  /** The columns that must be equal: the name of a column that both tables have, which is then there once, or {left, right} where the names differ. Null is equal to nothing, not even to null. */
  on: (string | Pair)[]
  /** Which rows there are: inner those with a partner; left also those of the left table without one, right those of the right table, full those of both; semi the rows of the left table that have a partner, anti those that have none, both without columns of the right table. */
  type: 'inner' | 'left' | 'right' | 'full' | 'semi' | 'anti'
  /** What is put behind the name of a column of the right table where the left table has one of that name. */
  suffix: string
  /** How often a key may stand: many_to_one fails where a key is there more than once in the right table, one_to_many in the left table, one_to_one in either. Keys with a null are left aside. */
  expect: 'any' | 'one_to_one' | 'many_to_one' | 'one_to_many'
}

export interface Pair {
  /** A column of the left table. */
  left: string
  /** The column of the right table that must be equal to it. */
  right: string
}
