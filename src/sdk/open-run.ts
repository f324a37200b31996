import {dirname, join, resolve} from 'node:path'
import {createDataEngine} from '../data/engine.js'
import {valueOf} from '../errors/datapy-error.js'
import {isJsonObject, type JsonValue} from '../model/json.js'
import type {Registry} from '../model/registry.js'
import {exists} from '../node/exists.js'
import {processGuard} from '../node/guard.js'
import {importMod} from '../node/import-mod.js'
import {deleteOldLogs} from '../node/log-file.js'
import {packageRoots} from '../node/package-roots.js'
import {findRegistry, readRegistry} from '../node/registry-file.js'
import {openRunFolder, stateFolder, type RunFolder} from '../node/run-folder.js'
import type {LogLevel, RunLog} from '../node/run-log.js'
import type {Redactor} from '../params/redact.js'
import {globalsOf, type JobSources} from '../run/job-sources.js'
import type {World} from '../run/world.js'
import type {RunSettings} from './settings.js'

/** One run with everything it holds open. */
export interface OpenRun {
  readonly world: World
  readonly folder: RunFolder
  /** Closes the engine and the log; resolves when all is on disk. */
  close(): Promise<void>
}

export interface RunSpec {
  readonly sources: JobSources
  /** First part of the log file's name. */
  readonly label: string
  readonly redactor: Redactor
  readonly started: Date
  /** Keep every table a mod leaves as Parquet in the run's folder. */
  readonly keepTables: boolean
  /** Checks only: no log file, and no folder is made before a table needs it. */
  readonly dryRun?: boolean
}

/** The composition root of a run: joins the flow to files, log, engine and registry. Throws a DataPyError. */
export async function openRun(spec: RunSpec, settings: RunSettings): Promise<OpenRun> {
  const {sources, started} = spec
  const {registry, file: registryFile} = await loadRegistry(settings, dirname(sources.job.file))
  const projectFolder = dirname(sources.project?.document.file ?? sources.job.file)
  const state = stateFolder(process.env, projectFolder)
  const path = join(state, 'runs', sources.run.id)
  const folder = spec.dryRun === true ? undefined : await openRunFolder(state, sources.run.id)
  const log = await openLog(spec, settings, path)
  const engine = createDataEngine({
    folder: path,
    ...(process.env['DATAPY_MEMORY_LIMIT'] !== undefined && {memoryLimit: process.env['DATAPY_MEMORY_LIMIT']}),
    ...(settings.signal !== undefined && {signal: settings.signal}),
    log: (message) => {
      log.logger('').debug(message)
    },
  })
  const roots = packageRoots(registryFile, process.env)
  const world: World = {
    registry,
    registryFile,
    runId: sources.run.id,
    logFile: log.file,
    engine,
    importMod: (entry) => importMod(entry, roots),
    exists,
    within: (work, print) => processGuard().within(work, print),
    logger: (modName) => log.logger(modName),
    ...(spec.keepTables && folder !== undefined && {keep: (modName, port, dataset) => engine.save(dataset, folder.tablePath(modName, port))}),
    seconds: () => performance.now() / 1000,
    everyMinute(callback) {
      const timer = setInterval(callback, 60_000).unref()
      return () => {
        clearInterval(timer)
      }
    },
  }
  return {
    world,
    folder: folder ?? unmade(path),
    async close() {
      await engine.close()
      await log.close()
    },
  }
}
