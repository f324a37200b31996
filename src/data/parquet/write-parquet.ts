import {resolve} from 'node:path'
import type {ParquetWriteOptions} from '../../model/table-files.js'
import {isDataPyError} from '../data-errors.js'
import type {DuckDataset} from '../duck-dataset.js'
import {storeSelect} from '../parquet-columns.js'
import {stageFile, unwritable} from '../staged-file.js'
import type {Written} from '../written.js'

/**
 * Writes a Dataset as Parquet into a file that is staged beside its target, of the first version of the format, which every
 * reader knows. See `DataSession.writeParquet`.
 */
export async function writeParquet(dataset: DuckDataset, path: string, options: ParquetWriteOptions): Promise<Written> {
  const {compression = 'zstd', if_exists: ifExists = 'overwrite'} = options
  const target = resolve(path)
  const staged = await stageFile(target, ifExists)
  try {
    const codec = compression === 'none' ? 'uncompressed' : compression
    const select = storeSelect(dataset.columns, dataset.relation)
    const rows = await dataset.database.copy(select, staged.temporary, `FORMAT parquet, COMPRESSION ${codec}, PARQUET_VERSION V1`)
    const size = await staged.seal()
    const written = {path: target, rows_written: rows, columns_written: dataset.columns.length, file_size_bytes: size}
    return {staged, written}
  } catch (error) {
    await staged.discard()
    throw isDataPyError(error) ? error : unwritable(target, error)
  }
}
