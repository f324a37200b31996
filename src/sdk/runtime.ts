import {basename, dirname, resolve} from 'node:path'
import type {DataEngine} from '../data/engine.js'
import {checked, valueOf} from '../errors/datapy-error.js'
import type {JsonObject, JsonValue} from '../model/json.js'
import {own} from '../model/own.js'
import type {RegistryEntry} from '../model/registry.js'
import type {Result} from '../model/result.js'
import {modRunId} from '../node/run-id.js'
import {createRedactor, type Redactor} from '../params/redact.js'
import {failedReturn} from '../result/failed-return.js'
import {callOf, type JobSources, type OutputOf} from '../run/job-sources.js'
import {outputOf} from '../run/outputs.js'
import {mapTables} from '../run/port-tables.js'
import {runMod, type ModOutcome} from '../run/run-mod.js'
import {jobSources} from './job-sources.js'
import {loadProject, type LoadedJob} from './load-job.js'
import {openRun, type OpenRun} from './open-run.js'
import {jobOfCall, scriptJob} from './script-job.js'
import type {RunSettings} from './settings.js'

/** What the SDK's calls of one process share: the global config, one run, and what its mods have left. */
export interface Runtime {
  readonly globalConfig: Map<string, JsonValue>
  /** The mods that ran, by name, in the order they ended. */
  readonly outcomes: ReadonlyMap<string, ModOutcome>
  /** The job whose globals and parameters the script has; undefined for a script without one. */
  readonly loaded: LoadedJob | undefined
  readonly redactor: Redactor
  /** Without a name it gets one of its own. */
  runMod(type: string, params: Readonly<Record<string, unknown>>, name?: string): Promise<Result>
  /** The run, opened at first need; undefined when nothing needed it. */
  opened(): Promise<OpenRun | undefined>
  close(): Promise<void>
}

export interface RuntimeSpec {
  /** The script's path: what relative paths start from, and what the log is named for. */
  readonly script: string
  readonly runId: string
  /** The job of --params. */
  readonly loaded?: LoadedJob | undefined
  readonly settings: RunSettings
  /** Whether it also remembers the mods that nobody gave a name, which in a program that runs on would be ever more. */
  readonly keepsUnnamed: boolean
}

/** A runtime that opens its run when the first mod is run. */
export function createRuntime({script, runId, loaded, settings, keepsUnnamed}: RuntimeSpec): Runtime {
  const globalConfig = new Map<string, JsonValue>()
  const outcomes = new Map<string, ModOutcome>()
  const redactor = createRedactor()
  const started = new Date()
  const label = basename(script).replace(/\.[^.]+$/, '')
  const signal = settings.signal ?? new AbortController().signal
  const cell: {run?: Promise<{run: OpenRun; sources: JobSources}>} = {}

  const open = async () => {
    const project = loaded?.project ?? valueOf(await loadProject(dirname(script)))
    const job = loaded?.job ?? scriptJob(script, label)
    const sources = jobSources({job, project, set: loaded?.set ?? {globals: {}, mods: {}}}, runId, {}, redactor, started)
    return {run: await openRun({sources, label, redactor, started, keepTables: false, checkOnly: false}, settings), sources}
  }

  return {
    globalConfig,
    outcomes,
    loaded,
    redactor,
    async runMod(type, params, given) {
      const name = given ?? modRunId(type)
      const opened = await checked((cell.run ??= open()))
      if (!opened.ok) {
        return {
          ...failedReturn(opened.problems),
          execution_time: 0,
          logs: {log_file: null, run_id: runId, mod_type: type, mod_name: name},
        }
      }
      const {run, sources} = opened.value
      const entry = own(run.world.registry.mods, type)
      // Tables from code are live values that the stations pass on untouched; only what they can read is JSON.
      const mod = {name, type, params: (await tablesOf(params, entry, run.world.engine)) as JsonObject, options: {}}
      const shared = {...sources, globalConfig: Object.fromEntries(globalConfig), job: jobOfCall(sources.job, mod, script)}
      const call = callOf(shared, mod, outputIn(outcomes), () => false)
      const modNames = new Set([...call.scope.modNames, ...outcomes.keys()])
      const outcome = await runMod({...call, scope: {...call.scope, modNames}}, run.world, signal)
      if (given !== undefined || keepsUnnamed) outcomes.set(name, outcome)
      const {result} = outcome
      return {...redactor.value({...result, artifacts: {}}), artifacts: result.artifacts}
    },
    opened: async () => (await cell.run)?.run,
    async close() {
      // A run that could not be opened has told so through its mods' results.
      const opened = cell.run === undefined ? undefined : await checked(cell.run)
      if (opened?.ok === true) await opened.value.run.close()
    },
  }
}

/** Rows and arquero tables given for an input port, as Datasets: data is never searched for references. */
async function tablesOf(
  params: Readonly<Record<string, unknown>>,
  entry: RegistryEntry | undefined,
  engine: DataEngine,
): Promise<Readonly<Record<string, unknown>>> {
  if (entry === undefined) return params
  return await mapTables(params, entry, async (value) => (engine.holdsTable(value) ? await engine.toDataset(value) : value))
}

function outputIn(outcomes: ReadonlyMap<string, ModOutcome>): OutputOf {
  return (name, path) => {
    const left = outcomes.get(name)
    return left === undefined ? {found: 'missing', reason: 'it has not run yet'} : outputOf(left.result, path)
  }
}

/** The runtime of a process that uses the SDK by itself, without the command line. */
export function standaloneRuntime(): Runtime {
  const script = resolve(process.argv[1] ?? 'script')
  const runtime = createRuntime({script, runId: modRunId('sdk'), settings: {}, keepsUnnamed: false})
  process.once('beforeExit', () => {
    void runtime.close()
  })
  return runtime
}
