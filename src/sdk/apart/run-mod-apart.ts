import {join} from 'node:path'
import {bytesText} from '../../data/amounts.js'
import {availableMemory} from '../../data/available-memory.js'
import {completeRename} from '../../data/complete-rename.js'
import {memoryLimit, parseMemoryLimit} from '../../data/memory-limit.js'
import {DataPyError} from '../../errors/datapy-error.js'
import {problem} from '../../errors/problem.js'
import type {Dataset} from '../../model/dataset.js'
import type {JsonValue} from '../../model/json.js'
import type {Problem} from '../../model/problem.js'
import {frameworkRoot} from '../../node/framework-root.js'
import type {HandOver} from '../../node/hand-over.js'
import {removeLeftovers} from '../../node/remove-leftovers.js'
import {runApart, type ApartControls, type ApartEnd} from '../../node/run-apart.js'
import type {RunFolder} from '../../node/run-folder.js'
import {problemsOf} from '../../run/execute.js'
import {artifactOf, KeptTable} from '../../run/kept-table.js'
import {mapTables} from '../../run/port-tables.js'
import type {PreparedMod} from '../../run/prepare-mod.js'
import type {RunsApart} from '../../run/run-apart.js'
import {failedOutcome, type ModOutcome} from '../../run/run-mod.js'
import type {StepProgress} from '../../run/running-step.js'
import type {World} from '../../run/world.js'
import type {ApartOutcome, ApartTask, FromApart, ToApart} from './messages.js'

/** Where processes apart find what the run has. */
export interface ApartPlace {
  readonly state: string
  readonly folder: RunFolder
  readonly roots: readonly string[]
  readonly handOver: HandOver
  /** Of the run's own engine, where somebody said so. */
  readonly memoryLimit?: string | undefined
}

type Call = Parameters<RunsApart>

/** How long a mod has to react to its signal; the process apart gives it two seconds, and is then to tell how it ended. */
const graceMs = 2300
/** What is left of all memory for this process and others, where a mod has no limit of its own. */
const share = 0.8

/** Runs a mod in a process of its own. Its files get their names from here, so that a kill at any instant leaves what a kill of any other step leaves. */
export async function runModApart(
  world: World,
  place: ApartPlace,
  ...[mod, {memory, keeps, watermark}, signal, hooks]: Call
): Promise<ModOutcome> {
  const started = world.seconds()
  const {type} = mod.entry.metadata
  const fail = (problems: readonly Problem[]) => failedOutcome({name: mod.name, type}, world, problems, started)
  const told: {progress: StepProgress; problems?: readonly Problem[]; outcome?: ModOutcome} = {progress: {spilled: 0}}
  const step = {name: mod.name, type, progress: () => Promise.resolve(told.progress)}
  hooks.onBegin?.(step)
  const end = world.watch(step)
  const logger = world.logger(mod.name)
  try {
    const most = await mostMemory(memory)
    const task = await taskOf(world, place, mod, {keeps, signal, watermark})
    const cell: {controls?: ApartControls; late?: NodeJS.Timeout; work: Promise<void>} = {work: Promise.resolve()}
    const send = (line: ToApart | ApartTask) => cell.controls?.send(line)
    const stop = () => {
      send({stop: problemsOf(signal.reason)})
      cell.late = setTimeout(() => cell.controls?.kill(), graceMs)
    }
    const complete = async (document: ApartOutcome, renames: Parameters<NonNullable<typeof hooks.beforeCommit>>[1]) => {
      try {
        const outcome = await outcomeOf(document, renames, world, {keeps, started})
        const at = new Date(world.now())
        if (outcome.result.status !== 'error') await hooks.beforeCommit?.(outcome, renames, at)
        for (const rename of renames) if (!(await completeRename(rename, at))) throw lost(rename.target)
        told.outcome = outcome
      } catch (error) {
        told.problems = problemsOf(error)
      }
      send({commit: told.outcome !== undefined})
    }
    const ended = await runApart(join(frameworkRoot(), 'dist/sdk/apart/mod-child.js'), [String(process.pid)], {
      env: process.env,
      flags: [`--max-old-space-size=${String(Math.max(64, Math.floor(most.bytes / 2 ** 20)))}`, '--no-warnings'],
      memory: most.bytes,
      onStart(controls) {
        cell.controls = controls
        send(task)
        if (signal.aborted) stop()
        else signal.addEventListener('abort', stop, {once: true})
      },
      onLine(line, kill) {
        const from = line as FromApart // the child's own
        if ('done' in from) kill()
        else if ('log' in from) logger[from.log[0]](from.log[1], from.log[2] as Parameters<typeof logger.info>[1])
        else if ('progress' in from) told.progress = from.progress
        // Once it is decided, what the process says of throwing its files away is no news.
        else if (told.problems === undefined && told.outcome === undefined)
          cell.work = 'sealed' in from ? complete(from.sealed, from.renames) : complete(from.ended, [])
      },
    }).finally(() => {
      signal.removeEventListener('abort', stop)
      clearTimeout(cell.late)
    })
    await cell.work
    for (const text of [ended.stdout, ended.stderr])
      for (const line of text.split('\n').filter((one) => one.trim() !== '')) logger.info(line, {stream: 'raw'})
    if (told.outcome !== undefined) return told.outcome
    for (const path of await removeLeftovers(place.state, undefined, new Date(world.now()))) logger.debug(`removed ${path}`)
    return fail(told.problems ?? (signal.aborted ? problemsOf(signal.reason) : [whyItEnded(ended, most)]))
  } catch (error) {
    return fail(problemsOf(error))
  } finally {
    end()
  }
}

interface MostMemory {
  readonly bytes: number
  readonly isGiven: boolean
}

async function mostMemory(given: string | undefined): Promise<MostMemory> {
  const memory = await availableMemory()
  if (given === undefined) return {bytes: Math.floor(memory * share), isGiven: false}
  return {bytes: memoryLimit(parseMemoryLimit(given, '_isolate.memory'), {memory, processors: 1}), isGiven: true}
}

/** What the process is to run, with each table in a file that it can read. */
async function taskOf(
  world: World,
  {state, folder, roots, handOver, memoryLimit: limit}: ApartPlace,
  {name, entry, params, globals}: PreparedMod,
  {keeps, signal, watermark}: {readonly keeps: boolean; readonly signal: AbortSignal; readonly watermark: JsonValue | undefined},
): Promise<ApartTask> {
  const {engine} = world
  const handed = await engine.within(engine.scope(signal), () =>
    mapTables(params, entry, async (value) => {
      if (value instanceof KeptTable) return value.reference
      const dataset: Dataset = await engine.toDataset(value)
      return engine.referenceOf(dataset) ?? (await engine.save(dataset, await handOver.file(name)))
    }),
  )
  const tables: [string, string][] = []
  for (const port of entry.interface.output_ports)
    tables.push([port, keeps ? folder.tablePath(name, port) : await handOver.file(`${name}.${port}`)])
  return {
    name,
    entry,
    params: handed,
    globals,
    runId: world.runId,
    registryFile: world.registryFile,
    roots,
    state,
    folder: folder.path,
    tables: Object.fromEntries(tables),
    ...(limit !== undefined && {memoryLimit: limit}),
    ...(watermark !== undefined && {watermark}),
  }
}

async function outcomeOf(
  {result, references, watermark}: ApartOutcome,
  renames: readonly {readonly target: string}[],
  world: World,
  {keeps, started}: {readonly keeps: boolean; readonly started: number},
): Promise<ModOutcome> {
  const artifacts: [string, unknown][] = []
  for (const [port, value] of Object.entries(result.artifacts)) {
    const reference = references[port]
    artifacts.push([port, reference === undefined || keeps ? artifactOf(value) : await world.engine.open(reference)])
  }
  const seconds = Math.round((world.seconds() - started) * 1000) / 1000
  const logs = {...result.logs, log_file: world.logFile}
  return {
    result: {...result, artifacts: Object.fromEntries(artifacts), execution_time: seconds, logs},
    references: keeps ? references : {},
    written: renames.map(({target}) => target),
    ...(watermark !== undefined && {watermark}),
  }
}

function whyItEnded({code, signal, exceeded, stderr}: ApartEnd, most: MostMemory): Problem {
  if (exceeded !== undefined || stderr.includes('heap out of memory')) {
    const limit = most.isGiven
      ? `its limit of ${bytesText(most.bytes)}`
      : `${bytesText(most.bytes)}, which is all but a fifth of what there is`
    const hint = most.isGiven ? 'raise _isolate.memory, or let the mod hold less at a time' : 'let the mod hold less at a time'
    return problem('mod_out_of_memory', `the mod took more memory than ${limit}, and was ended`, {hint})
  }
  const how = signal === null ? `with exit code ${String(code)}` : `by ${signal}`
  return problem('mod_died', `the process of the mod ended ${how} before it gave a result`)
}

function lost(target: string): DataPyError {
  return new DataPyError([
    problem('mod_died', `${target} was staged, and is gone`, {hint: 'does something else remove files in its folder?'}),
  ])
}
