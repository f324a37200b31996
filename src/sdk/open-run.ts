import {dirname, join} from 'node:path'
import {bytesText} from '../data/amounts.js'
import {createDataEngine} from '../data/engine.js'
import {identifyFiles} from '../data/identify-files.js'
import type {Job} from '../model/job.js'
import type {RegistryEntry} from '../model/registry.js'
import {openBelongings} from '../node/belongings.js'
import {clearUp} from '../node/clear-up.js'
import {whyAbsent} from '../node/exists.js'
import {processGuard} from '../node/guard.js'
import {handOverFolder} from '../node/hand-over.js'
import {packageRoots} from '../node/package-roots.js'
import {removeLeftovers} from '../node/remove-leftovers.js'
import {openRunFolder, stateFolder, type RunFolder} from '../node/run-folder.js'
import type {JobSources} from '../run/job-sources.js'
import type {RunsApart} from '../run/run-apart.js'
import type {World} from '../run/world.js'
import {importGuarded} from './import-guarded.js'
import {engineSettings} from './engine-settings.js'
import {validatorShelf} from '../node/validator-shelf.js'
import {loadRegistry} from './load-registry.js'
import {openLog} from './open-log.js'
import type {RunSettings, RunSpec} from './settings.js'
import {stepWatcher} from './watch-steps.js'

/** One run with everything it holds open. */
export interface OpenRun {
  readonly world: World
  /** Where this run and its siblings are kept. */
  readonly state: string
  /** Where it keeps its documents; undefined when it only checks. */
  readonly folder: RunFolder | undefined
  /** Where packages are looked for. */
  readonly roots: readonly string[]
  /** Runs a mod in a process of its own; absent where the run has no folder. */
  readonly apart?: RunsApart
  /** Closes the engine and the log; resolves when all is on disk. */
  close(): Promise<void>
}

/** The mod types that a job names: all that its run can need of the registry. */
export function modTypesOf({mods}: Job): ReadonlySet<string> {
  return new Set(mods.map(({type}) => type))
}

/** Where the runs of a job are kept. */
export function stateOf({
  job,
  project,
}: {
  readonly job: Pick<JobSources['job'], 'file'>
  readonly project?: JobSources['project']
}): string {
  return stateFolder(process.env, dirname(project?.document.file ?? job.file))
}

/** The composition root of a run: joins the flow to registry, files, log and engine. Throws a DataPyError. */
export async function openRun(spec: RunSpec, settings: RunSettings): Promise<OpenRun> {
  const {sources, started, checkOnly} = spec
  const engineOptions = engineSettings(settings.memoryLimit, process.env)
  const state = stateOf(sources)
  const [{registry, file: registryFile}, folder] = await Promise.all([
    loadRegistry(settings.registry, dirname(sources.job.file), spec.types),
    checkOnly ? undefined : openRunFolder(state, sources.run.id),
  ])
  const [log, leftovers] = await Promise.all([
    openLog(spec, settings, folder?.path),
    checkOnly ? [] : removeLeftovers(state, folder?.path, started),
  ])
  const own = log.logger('')
  for (const path of leftovers) own.debug(`removed ${path}, left by a killed run`)
  const belongings = openBelongings(state)
  const engine = createDataEngine({
    folder: folder?.path ?? join(state, 'runs', sources.run.id),
    ...engineOptions,
    ...(settings.signal !== undefined && {signal: settings.signal}),
    claim: (belonging) => belongings.claim('target' in belonging ? {...belonging, run: sources.run.id} : belonging),
    log: own.debug,
    onStart({memory, available}) {
      own.info(`the data engine may take ${bytesText(memory)} of ${bytesText(available)} of memory`)
    },
  })
  const roots = packageRoots(registryFile, process.env)
  const claim = belongings.claim
  const place = folder && {state, folder, roots, handOver: handOverFolder(folder.path, claim), ...engineOptions}
  const world: World = {
    registry,
    registryFile,
    runId: sources.run.id,
    logFile: log.file,
    engine,
    validators: validatorShelf(process.env),
    importMod: onceForEach((entry) => importGuarded(entry, roots, own)),
    whyAbsent,
    identify: identifyFiles,
    now: () => Date.now(),
    within: (work, print, modName) => processGuard().within(work, print, {modName, redact: spec.redactor.text}),
    logger: (modName) => log.logger(modName),
    ...(spec.keepTables &&
      folder !== undefined && {keep: (modName, port, dataset) => engine.save(dataset, folder.tablePath(modName, port))}),
    seconds: () => process.uptime(),
    watch: stepWatcher((modName) => log.logger(modName), {show: settings.show}),
  }
  return {
    world,
    state,
    folder,
    roots,
    ...(place !== undefined && {
      apart: async (...call) => (await import('./apart/run-mod-apart.js')).runModApart(world, place, ...call),
    }),
    async close() {
      const tell = (message: string) => {
        own.warn(`${message}: a later run removes what is left`)
      }
      const areGone = [await clearUp(engine.close, tell), await clearUp(place?.handOver.close, tell)]
      // The list of what belongs to this process is what a later run removes it by.
      if (areGone.every(Boolean)) await clearUp(belongings.end, tell)
      await log.close()
    },
  }
}

/** What an entry's package exports does not change while a run lasts. */
function onceForEach(importEntry: World['importMod']): World['importMod'] {
  const imported = new WeakMap<RegistryEntry, ReturnType<World['importMod']>>()
  return (entry) => {
    const before = imported.get(entry) ?? importEntry(entry)
    imported.set(entry, before)
    return before
  }
}
