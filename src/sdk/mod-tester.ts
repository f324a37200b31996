import {identifyFiles} from '../data/identify-files.js'
import {join} from 'node:path'
import {createDataEngine} from '../data/engine.js'
import type {Column, Dataset, Row} from '../model/dataset.js'
import type {JsonObject, JsonValue} from '../model/json.js'
import type {Logger} from '../model/mod.js'
import type {RegistryEntry} from '../model/registry.js'
import type {Result} from '../model/result.js'
import {whyAbsent} from '../node/exists.js'
import {processGuard} from '../node/guard.js'
import {importFolder} from '../node/import-mod.js'
import {modRunId} from '../node/run-id.js'
import {readSecret} from '../node/secrets.js'
import {newRegistry} from '../registry/new-registry.js'
import {callOf} from '../run/job-sources.js'
import {mapTables} from '../run/port-tables.js'
import {runMod} from '../run/run-mod.js'
import type {World} from '../run/world.js'
import {jobOfCall, scriptJob} from './script-job.js'

export interface TestRunOptions {
  /** Default: the mod's type. */
  readonly modName?: string
  /** Globals of a job around the mod; those that it consumes reach it. */
  readonly globals?: JsonObject
  /** What `context.state.get()` gives; default: what the last run that succeeded has set. */
  readonly watermark?: JsonValue
  /** Aborts the run. */
  readonly signal?: AbortSignal
}

/** Runs one mod's package as a job would, without a registry. */
export interface ModTester {
  readonly entry: RegistryEntry
  /** A folder of its own for files; relative paths in parameters start there. It goes with `close`. */
  readonly folder: string
  /** The standard result, artifacts live. A table at an input port is a Dataset, an arquero table or an array of rows. */
  run(params: Readonly<Record<string, unknown>>, options?: TestRunOptions): Promise<Result>
  /** A table with these columns, for what an array of rows does not say: their types, or columns of no rows. */
  table(rows: readonly Row[], columns?: readonly Column[]): Promise<Dataset>
  /** The rows of an output port, in order; none where the mod gave no such artifact. */
  rows(result: Result, port?: string): Promise<Row[]>
  /** What `context.state.set` was last given in a run that succeeded. */
  watermark(): JsonValue | undefined
  close(): Promise<void>
}

export interface ModTesterOptions {
  readonly entry: RegistryEntry
  readonly packagePath: string
  readonly folder: string
  readonly logger?: Logger
  /** Takes the place of the package's own import. */
  readonly importMod?: World['importMod']
  /** Done when the tester is closed. */
  readonly atClose?: () => Promise<void>
}

const quiet = () => undefined
const silent: Logger = {debug: quiet, info: quiet, warn: quiet, error: quiet}

/**
 * All is the code of a real run: the entry, parameters, validation, the guard, the result, row balance, and files that
 * get their names when the mod has succeeded.
 */
export function modTester({entry, packagePath, folder, logger = silent, importMod, atClose}: ModTesterOptions): ModTester {
  const engine = createDataEngine({folder: join(folder, '.engine')})
  const type = entry.metadata.type
  const world: World = {
    registry: {...newRegistry('', '2024-01-01'), mods: {[type]: entry}},
    registryFile: join(packagePath, 'package.json'),
    runId: modRunId(type),
    logFile: null,
    engine,
    importMod: importMod ?? (() => importFolder(entry, packagePath)),
    whyAbsent,
    identify: identifyFiles,
    now: () => Date.now(),
    within: (work, print, modName) => processGuard().within(work, print, {modName}),
    logger: () => logger,
    seconds: () => performance.now() / 1000,
    watch: () => quiet,
  }
  const kept: {watermark?: JsonValue} = {}
  return {
    entry,
    folder,
    async run(params, {modName = type, globals = {}, watermark = kept.watermark, signal = new AbortController().signal} = {}) {
      const ports = await mapTables(params, entry, async (value) =>
        engine.holdsTable(value) ? await engine.toDataset(value) : value,
      )
      const script = join(folder, 'test')
      const mod = {name: modName, type, params: ports as JsonObject, options: {}}
      const sources = {
        job: {...jobOfCall(scriptJob(script, 'test'), mod, script), globals},
        globalConfig: {},
        set: {globals: {}, mods: {}},
        run: {id: world.runId, date: '2024-01-01'},
        env: (name: string) => process.env[name],
        secret: readSecret,
      }
      const call = callOf(
        sources,
        mod,
        () => ({found: 'no_such_mod'}),
        () => false,
      )
      const outcome = await runMod({...call, watermark}, world, signal)
      if (outcome.watermark !== undefined) kept.watermark = outcome.watermark
      return outcome.result
    },
    watermark: () => kept.watermark,
    table: (rows, columns) => engine.session(type).api.fromRows(rows, columns && {columns}),
    async rows({artifacts}, port = 'data') {
      const table = artifacts[port]
      return engine.isDataset(table) ? await table.rows() : []
    },
    async close() {
      await engine.close()
      await atClose?.()
    },
  }
}
