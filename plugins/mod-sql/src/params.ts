// Generated from config_schema in package.json by `npm run generate`.

import type {Dataset} from 'datapy/mod'

export interface Params {
  /** The tables that the query reads, each by the name that the query calls it. */
  inputs: Readonly<Record<string, Dataset>>
  /** One SELECT in DuckDB SQL over the inputs. Rows come in a certain order only where it says ORDER BY, or does no more than filter and compute. */
  query: string
  /** Whether the query may read more than its inputs, for instance files. What it reads is then in the log. Paths in it are absolute, or start at the working directory. */
  allow_outside: boolean
}
