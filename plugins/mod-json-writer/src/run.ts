import type {ModContext, ModReturn} from 'datapy/mod'
import type {Params} from './params.js'

/** Stages the file; it takes its name when the step has succeeded. */
export async function run(params: Params, {result, data: session}: ModContext): Promise<ModReturn> {
  const {file_path: path, data, ...options} = params
  const written = await session.writeJson(data, path, options)
  result.addArtifact('output_file', written.path)
  result.addMetric('rows_written', written.rows_written)
  result.addMetric('columns_written', written.columns_written)
  result.addMetric('file_size_bytes', written.file_size_bytes)
  return result.success()
}
