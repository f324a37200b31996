import type {DataEngine} from '../data/engine.js'
import {DataPyError} from '../errors/datapy-error.js'
import {problem} from '../errors/problem.js'
import type {JobMod} from '../model/job.js'
import type {JsonObject} from '../model/json.js'
import {own} from '../model/own.js'
import {modRunId} from '../node/run-id.js'
import {createRedactor} from '../params/redact.js'
import {jobSources} from './job-sources.js'
import type {SourceOptions} from './preview-file.js'
import {runForTable, worldOf, type StepSettings, type StepTable} from './preview-world.js'
import {jobOfCall, scriptJob} from './script-job.js'

/** The first sheet of a workbook, read by the mod excel_reader of the registry. Throws a DataPyError. */
export async function tableOfExcel(
  files: readonly string[],
  {maxRows}: SourceOptions,
  settings: StepSettings,
  engine: DataEngine,
): Promise<StepTable> {
  const [file = ''] = files
  const empty = {globals: {}, mods: {}}
  const job = scriptJob(file, 'preview')
  const redactor = createRedactor()
  const bare = jobSources({job, project: undefined, set: empty}, modRunId('preview'), {}, redactor, new Date())
  const world = await worldOf(bare, settings, engine, redactor, process.cwd())
  const entry = own(world.registry.mods, 'excel_reader')
  if (entry === undefined) {
    throw new DataPyError([
      problem('unknown_mod_type', `reading ${file} needs the mod excel_reader, which is not in ${world.registryFile}`, {
        hint: 'register it with: datapy register-mod @datapy/mod-excel-reader',
      }),
    ])
  }
  const {describeParams} = await import('../schema/describe-params.js')
  const canLimit = maxRows !== undefined && describeParams(entry.config_schema).some(({name}) => name === 'max_rows')
  const params: JsonObject = {file_path: file, ...(canLimit && {max_rows: maxRows})}
  const mod: JobMod = {name: 'excel', type: 'excel_reader', params, options: {}}
  const table = await runForTable({...bare, job: jobOfCall(job, mod, file)}, 'excel', 'data', world, redactor, settings)
  return {...table, rows: canLimit && table.rows !== undefined && table.rows >= maxRows ? undefined : table.rows}
}
