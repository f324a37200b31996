import type {ModContext, ModReturn} from 'datapy/mod'
import type {Params} from './params.js'

/** Reads the files, and tells how many rows there were and which could not be read. */
export async function run(params: Params, {result, data}: ModContext): Promise<ModReturn> {
  const {file_path: path, ...options} = params
  const read = await data.readCsv(path, options)
  const rowCount = await read.data.count()
  result.addArtifact('data', read.data)
  result.addArtifact('rejected', read.rejected)
  result.addMetric('rows_read', read.rows_read)
  result.addMetric('rows_rejected', read.rows_rejected)
  result.addMetric('columns_read', read.columns_read)
  result.addMetric('file_size_bytes', read.file_size_bytes)
  result.addGlobal('row_count', rowCount)
  result.addGlobal('column_count', read.data.columns.length)
  result.addGlobal('file_size', read.file_size_bytes)
  for (const {message, code} of read.warnings) result.addWarning(message, code)
  return read.warnings.length > 0 ? result.warning() : result.success()
}
