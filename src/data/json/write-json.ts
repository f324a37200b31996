import type {JsonWriteOptions} from '../../model/table-files.js'
import type {DuckDataset} from '../duck-dataset.js'
import type {Written} from '../written.js'

export function writeJson(_dataset: DuckDataset, _path: string, _options: JsonWriteOptions): Promise<Written> {
  return Promise.reject(new Error('to be built'))
}
