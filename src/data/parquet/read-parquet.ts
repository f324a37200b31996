import type {ParquetReadOptions, TableRead} from '../../model/table-files.js'
import type {Database} from '../database.js'

export function readParquet(
  _database: Database,
  _path: string | readonly string[],
  _options: ParquetReadOptions,
  _fused: boolean,
): Promise<TableRead> {
  return Promise.reject(new Error('to be built'))
}
