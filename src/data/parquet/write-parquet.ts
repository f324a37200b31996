import type {ParquetWriteOptions} from '../../model/table-files.js'
import type {DuckDataset} from '../duck-dataset.js'
import type {Written} from '../written.js'

export function writeParquet(_dataset: DuckDataset, _path: string, _options: ParquetWriteOptions): Promise<Written> {
  return Promise.reject(new Error('to be built'))
}
