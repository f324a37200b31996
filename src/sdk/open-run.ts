import {dirname, join} from 'node:path'
import {createDataEngine} from '../data/engine.js'
import {checked} from '../errors/datapy-error.js'
import type {Logger} from '../model/mod.js'
import type {RegistryEntry} from '../model/registry.js'
import {exists} from '../node/exists.js'
import {processGuard} from '../node/guard.js'
import {importFailed, importMod} from '../node/import-mod.js'
import {packageRoots} from '../node/package-roots.js'
import {openRunFolder, stateFolder, type RunFolder} from '../node/run-folder.js'
import type {World} from '../run/world.js'
import {loadRegistry} from './load-registry.js'
import {openLog} from './open-log.js'
import type {RunSettings, RunSpec} from './settings.js'

/** One run with everything it holds open. */
export interface OpenRun {
  readonly world: World
  /** Where this run and its siblings are kept. */
  readonly state: string
  /** Where it keeps its documents; undefined when it only checks. */
  readonly folder: RunFolder | undefined
  /** Closes the engine and the log; resolves when all is on disk. */
  close(): Promise<void>
}

/** The composition root of a run: joins the flow to registry, files, log and engine. Throws a DataPyError. */
export async function openRun(spec: RunSpec, settings: RunSettings): Promise<OpenRun> {
  const {sources, checkOnly} = spec
  const {registry, file: registryFile} = await loadRegistry(settings.registry, dirname(sources.job.file))
  const state = stateFolder(process.env, dirname(sources.project?.document.file ?? sources.job.file))
  const folder = checkOnly ? undefined : await openRunFolder(state, sources.run.id)
  const log = await openLog(spec, settings, folder?.path)
  const memoryLimit = process.env['DATAPY_MEMORY_LIMIT']
  const engine = createDataEngine({
    folder: folder?.path ?? join(state, 'runs', sources.run.id),
    ...(memoryLimit !== undefined && {memoryLimit}),
    ...(settings.signal !== undefined && {signal: settings.signal}),
    log: log.logger('').debug,
  })
  const roots = packageRoots(registryFile, process.env)
  const world: World = {
    registry,
    registryFile,
    runId: sources.run.id,
    logFile: log.file,
    engine,
    importMod: (entry) => importGuarded(entry, roots, log.logger('')),
    exists,
    within: (work, print) => processGuard().within(work, print),
    logger: (modName) => log.logger(modName),
    ...(spec.keepTables &&
      folder !== undefined && {keep: (modName, port, dataset) => engine.save(dataset, folder.tablePath(modName, port))}),
    seconds: () => performance.now() / 1000,
    everyMinute,
  }
  return {
    world,
    state,
    folder,
    async close() {
      await engine.close()
      await log.close()
    },
  }
}

/** Imports a mod under the guard: what its package does when it is loaded can no more fake an answer than its run. */
async function importGuarded(entry: RegistryEntry, roots: readonly string[], logger: Logger): ReturnType<typeof importMod> {
  const imported = await checked(
    processGuard().within(
      () => importMod(entry, roots),
      (stream, text) => {
        logger.info(text.trimEnd(), {stream, mod_type: entry.metadata.type})
      },
    ),
  )
  return imported.ok
    ? imported.value
    : {
        ok: false,
        problems: [
          importFailed(entry.metadata.type, entry.module_path, imported.problems.map(({message}) => message).join('; ')),
        ],
      }
}

function everyMinute(callback: () => void): () => void {
  const timer = setInterval(callback, 60_000).unref()
  return () => {
    clearInterval(timer)
  }
}
