import {resolve} from 'node:path'
import type {CsvWriteOptions} from '../../model/table-files.js'
import type {DuckDataset} from '../duck-dataset.js'
import {fillFile} from '../fill-file.js'
import {stageFile, unwritable} from '../staged-file.js'
import type {Written} from '../written.js'
import {CsvLines} from './csv-lines.js'
import {encoderOf} from './encoder.js'
import {engineCopy} from './engine-copy.js'
import {checkWriteOptions} from './write-options.js'

/**
 * Writes a Dataset as CSV into a file that is staged beside its target: with the engine's writer where that writes the same
 * bytes, else row by row. See `DataSession.writeCsv`.
 */
export async function writeCsv(dataset: DuckDataset, path: string, options: CsvWriteOptions): Promise<Written> {
  checkWriteOptions(options)
  const encoder = await encoderOf(options.encoding ?? 'utf-8')
  const target = resolve(path)
  const isGzip = options.compression === 'gzip' || (options.compression === undefined && /\.gz$/i.test(path))
  const copy = isGzip ? undefined : engineCopy(dataset, options)
  const staged = await stageFile(target, options.if_exists ?? 'overwrite')
  try {
    const rows =
      copy === undefined
        ? await writeLines(new CsvLines(dataset, target, options, encoder), staged.temporary, isGzip)
        : await dataset.database.copy(copy.select, staged.temporary, copy.form)
    const size = await staged.seal()
    const written = {path: target, rows_written: rows, columns_written: dataset.columns.length, file_size_bytes: size}
    return {staged, written}
  } catch (error) {
    await staged.discard()
    throw unwritable(target, error)
  }
}

async function writeLines(lines: CsvLines, file: string, isGzip: boolean): Promise<number> {
  await fillFile(file, lines.bytes(), isGzip)
  return lines.rows
}
