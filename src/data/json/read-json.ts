import type {JsonReadOptions, TableRead} from '../../model/table-files.js'
import type {Database} from '../database.js'

export function readJson(
  _database: Database,
  _path: string | readonly string[],
  _options: JsonReadOptions,
  _fused: boolean,
): Promise<TableRead> {
  return Promise.reject(new Error('to be built'))
}
