import {identifyFiles} from '../data/identify-files.js'
import {unrecordedWorld} from './job-world.js'
import {dirname} from 'node:path'
import type {DataEngine} from '../data/engine.js'
import {DataPyError} from '../errors/datapy-error.js'
import {problem} from '../errors/problem.js'
import type {Dataset} from '../model/dataset.js'
import type {Problem} from '../model/problem.js'
import {whyAbsent} from '../node/exists.js'
import {processGuard} from '../node/guard.js'
import {importMod} from '../node/import-mod.js'
import {packageRoots} from '../node/package-roots.js'
import type {Redactor} from '../params/redact.js'
import type {JobSources} from '../run/job-sources.js'
import {runJob} from '../run/run-job.js'
import type {World} from '../run/world.js'
import {loadRegistry} from './load-registry.js'

export interface StepSettings {
  readonly registry?: string | undefined
  readonly set?: readonly string[]
  readonly signal?: AbortSignal
}

export interface StepTable {
  readonly dataset: Dataset
  readonly rows: number | undefined
  readonly warnings: readonly Problem[]
  /** Hides the secrets that the job has read. */
  readonly redact: <T>(value: T) => T
}

/** A run's surroundings without a folder of its own: nothing is logged or kept, and what a step writes never gets its name. */
export async function worldOf(
  {job, run}: JobSources,
  settings: StepSettings,
  engine: DataEngine,
  redactor: Redactor,
  from: string = dirname(job.file),
): Promise<World> {
  const {registry, file: registryFile} = await loadRegistry(settings.registry, from)
  const roots = packageRoots(registryFile, process.env)
  const quiet = () => undefined
  return {
    registry,
    registryFile,
    runId: run.id,
    logFile: null,
    engine: {
      ...engine,
      session(modName, options) {
        const session = engine.session(modName, options)
        return {...session, commit: session.discard}
      },
    },
    importMod: (entry) => processGuard().within(() => importMod(entry, roots), quiet, {isLoading: true}),
    whyAbsent,
    identify: identifyFiles,
    now: () => Date.now(),
    within: (work, print, modName) => processGuard().within(work, print, {modName, redact: redactor.text}),
    logger: () => ({debug: quiet, info: quiet, warn: quiet, error: quiet}),
    seconds: () => performance.now() / 1000,
    watch: () => quiet,
  }
}

/** Runs all mods of a job and gives the table that one of them left at a port. Throws a DataPyError. */
export async function runForTable(
  sources: JobSources,
  step: string,
  port: string,
  world: World,
  redactor: Redactor,
  {signal = new AbortController().signal}: StepSettings,
): Promise<StepTable> {
  const {result, settled} = await runJob(sources, unrecordedWorld(world, redactor), signal, {selection: {}, concurrency: 1})
  const {errors, warnings} = result
  if (errors.length > 0) throw new DataPyError(errors)
  const table = settled.get(step)?.outcome.result.artifacts[port]
  if (!world.engine.isDataset(table)) {
    throw new DataPyError([
      problem('missing_output', `${step} left no table at "${port}"`, {at: sources.job.document.at(['mods', step])}),
    ])
  }
  return {dataset: table, rows: table.knownCount, warnings, redact: redactor.value}
}
