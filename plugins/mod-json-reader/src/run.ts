import type {ModContext, ModReturn} from 'datapy/mod'
import type {Params} from './params.js'

/** Reads the files, and tells how many rows there were and which could not be read. */
export async function run(params: Params, {result, data}: ModContext): Promise<ModReturn> {
  const {file_path: path, rejects_file: rejectsFile, ...options} = params
  if (rejectsFile !== undefined && params.on_bad_row !== 'collect') {
    result.addError('rejects_file needs on_bad_row: collect, since otherwise no bad row is kept', 'wrong_value')
    return result.error(20)
  }
  const read = await data.readJson(path, options)
  result.addArtifact('data', read.data)
  result.addArtifact('rejected', read.rejected)
  result.addMetric('rows_read', read.rows_read)
  result.addMetric('rows_rejected', read.rows_rejected)
  result.addMetric('columns_read', read.data.columns.length)
  result.addMetric('file_size_bytes', read.file_size_bytes)
  result.addGlobal('row_count', read.data.knownCount)
  result.addGlobal('column_count', read.data.columns.length)
  result.addGlobal('file_size', read.file_size_bytes)
  if (rejectsFile !== undefined) result.addArtifact('rejects_file', (await data.writeCsv(read.rejected, rejectsFile)).path)
  for (const {message, code} of read.warnings) result.addWarning(message, code)
  return read.warnings.length > 0 ? result.warning() : result.success()
}
