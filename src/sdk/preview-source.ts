import {basename} from 'node:path'
import {createDataEngine, type DataEngine} from '../data/engine.js'
import {findSource} from '../data/profile/find-source.js'
import {sourceFormat, type SourceFormat} from '../data/profile/source-format.js'
import {DataPyError} from '../errors/datapy-error.js'
import {problem} from '../errors/problem.js'
import type {DataSession} from '../model/data-session.js'
import type {Dataset} from '../model/dataset.js'
import type {Problem} from '../model/problem.js'
import {tempFolder} from '../node/temp-folder.js'
import type {StepProgress} from '../run/running-step.js'
import {engineSettings} from './engine-settings.js'
import {checkReadingOptions, readSourceFile, type SourceOptions} from './preview-file.js'
import {tableOfExcel} from './preview-excel.js'
import {tableOfStep} from './preview-step.js'
import type {StepSettings} from './preview-world.js'
import type {ShowStep} from './watch-steps.js'

export type {SourceOptions} from './preview-file.js'

/** How a table is to be looked at. All of it has a default. */
export interface SourceSettings extends StepSettings {
  /** How much memory the data engine may take; wins over DATAPY_MEMORY_LIMIT. */
  readonly memoryLimit?: string | undefined
  /** Shows how far it is. */
  readonly show?: ShowStep | undefined
}

/** A table to look at, and what is known of where it comes from. */
export interface Source {
  readonly data: DataSession
  readonly dataset: Dataset
  readonly engine: DataEngine
  readonly format: SourceFormat | 'step'
  /** Absolute paths that were read; the job file where it is a step of a job. */
  readonly files: readonly string[]
  /** Rows of the whole source; undefined where not all of it has been read. */
  readonly rows: number | undefined
  readonly rejected: number
  readonly warnings: readonly Problem[]
  /** What was decided for the reader of the answer to know, one sentence each. */
  readonly notes: readonly string[]
  /** Hides the secrets that were read on the way: in cells too, before anything cuts them short. */
  readonly redact: <T>(value: T) => T
}

/**
 * Opens a file, or with `options.step` a step of a job file, for `use`. Nothing of it is left behind: no folder of a run, and
 * no file that a step writes. Throws a DataPyError.
 */
export async function withSource<T>(
  source: string,
  options: SourceOptions,
  settings: SourceSettings,
  use: (opened: Source) => Promise<T>,
): Promise<T> {
  const isJob = /\.ya?ml$/i.test(source) || (options.step !== undefined && /\.json$/i.test(source))
  if (!isJob) checkNoStep(source, options, settings)
  const files = await findSource(source)
  const format = isJob ? 'step' : sourceFormat(files[0] ?? source)
  checkReadingOptions(format, options)
  const folder = await ownFolder()
  const engine = createDataEngine({
    folder: folder.path,
    ...engineSettings(settings.memoryLimit, process.env),
    ...(settings.signal !== undefined && {signal: settings.signal}),
  })
  const hide = settings.show?.({name: basename(source), type: format, progress: () => progressOf(engine)})
  try {
    const {api: data} = engine.session('preview', {fused: format === 'parquet'})
    const nothing = {rejected: 0, warnings: [], notes: [], redact: <V>(value: V) => value}
    const read =
      format === 'step'
        ? {...nothing, ...(await tableOfStep(source, options, settings, engine))}
        : format === 'excel'
          ? {...nothing, ...(await tableOfExcel(files, options, settings, engine))}
          : {...nothing, ...(await readSourceFile(data, files, format, options))}
    const dataset = await chosenColumns(data, read.dataset, options.columns, source)
    return await use({...read, data, dataset, engine, format, files})
  } finally {
    hide?.()
    await engine.close()
    await folder.remove()
  }
}

/** A folder for what does not fit into memory. */
async function ownFolder(): ReturnType<typeof tempFolder> {
  try {
    return await tempFolder('datapy-preview')
  } catch (error) {
    const message = `cannot make a temporary folder: ${error instanceof Error ? error.message : String(error)}`
    throw new DataPyError([problem('state_unwritable', message, {hint: 'set TMPDIR to a folder that can be written'})], {
      cause: error,
    })
  }
}

/** How far the query is that runs. Rows are left out: those that pass through JavaScript are not those of the source. */
async function progressOf(engine: DataEngine): Promise<StepProgress> {
  const {share, spilled} = await engine.progress()
  return {spilled, ...(share !== undefined && {share})}
}

/** The columns that are asked for, in that order; every name that is none is told at once. */
async function chosenColumns(
  data: DataSession,
  dataset: Dataset,
  columns: readonly string[] | undefined,
  file: string,
): Promise<Dataset> {
  if (columns === undefined) return dataset
  const problems = columns.flatMap((name) => {
    const wrong = data.unknownColumn(name, dataset.columns)
    return wrong === undefined ? [] : [problem('unknown_column', wrong, {at: {file}})]
  })
  if (problems.length > 0) throw new DataPyError(problems)
  return await data.sql(`SELECT ${[...new Set(columns)].map(data.identifier).join(', ')} FROM input`, {input: dataset})
}

/** Refuses what is about steps of jobs for a file, since passing over it would be a lie. */
function checkNoStep(source: string, {step, port}: SourceOptions, {set = []}: SourceSettings): void {
  const refuse = (message: string, hint: string) => {
    throw new DataPyError([problem('usage', message, {hint})])
  }
  if (step !== undefined) refuse(`--step names a step of a job, and ${source} is none`, 'a job file ends in .yaml or .yml')
  if (port !== undefined) refuse(`--port names a port of a step, and ${source} is a file`, 'leave it out')
  if (set.length > 0) refuse(`--set sets a parameter of a job, and ${source} is a file`, 'leave it out')
}
