import type {ModContext, ModReturn} from 'datapy/mod'
import type {Params} from './params.js'

/** Reads the files, and tells how much there was. */
export async function run({file_path: path, ...options}: Params, {result, data}: ModContext): Promise<ModReturn> {
  const read = await data.readParquet(path, options)
  result.addArtifact('data', read.data)
  result.addMetric('rows_read', read.rows_read)
  result.addMetric('columns_read', read.data.columns.length)
  result.addMetric('file_size_bytes', read.file_size_bytes)
  result.addGlobal('row_count', read.data.knownCount)
  result.addGlobal('column_count', read.data.columns.length)
  result.addGlobal('file_size', read.file_size_bytes)
  return result.success()
}
