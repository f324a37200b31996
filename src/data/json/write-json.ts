import {resolve} from 'node:path'
import type {JsonWriteOptions} from '../../model/table-files.js'
import {isDataPyError} from '../data-errors.js'
import type {DuckDataset} from '../duck-dataset.js'
import {fillFile} from '../fill-file.js'
import {stageFile, unwritable} from '../staged-file.js'
import type {Written} from '../written.js'
import {JsonRows} from './json-rows.js'

/**
 * Writes a Dataset as JSON into a file that is staged beside its target, one row a line, in bounded memory. See
 * `DataSession.writeJson`.
 */
export async function writeJson(dataset: DuckDataset, path: string, options: JsonWriteOptions): Promise<Written> {
  const isLines = (options.format ?? (/\.(ndjson|jsonl)(\.gz)?$/i.test(path) ? 'ndjson' : 'array')) === 'ndjson'
  const isGzip = (options.compression ?? (/\.gz$/i.test(path) ? 'gzip' : 'none')) === 'gzip'
  const target = resolve(path)
  const staged = await stageFile(target, options.if_exists ?? 'overwrite')
  try {
    const rows = new JsonRows(dataset, target, !isLines)
    await fillFile(staged.temporary, rows.bytes(), isGzip)
    const size = await staged.seal()
    const written = {path: target, rows_written: rows.rows, columns_written: dataset.columns.length, file_size_bytes: size}
    return {staged, written}
  } catch (error) {
    await staged.discard()
    throw isDataPyError(error) ? error : unwritable(target, error)
  }
}
