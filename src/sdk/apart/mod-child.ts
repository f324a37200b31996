/** The process of one mod: what it runs comes through stdin; what it tells goes to its parent, which alone keeps the run's record. */
import {EventEmitter, once} from 'node:events'
import {createDataEngine} from '../../data/engine.js'
import {identifyFiles} from '../../data/identify-files.js'
import {DataPyError} from '../../errors/datapy-error.js'
import {isDatasetReference} from '../../model/dataset.js'
import type {Logger} from '../../model/mod.js'
import {openBelongings} from '../../node/belongings.js'
import {whyAbsent} from '../../node/exists.js'
import {processGuard} from '../../node/guard.js'
import {onParentLines} from '../../node/parent-lines.js'
import {tellParent} from '../../node/run-apart.js'
import {endWithParent} from '../../node/watch-parent.js'
import {createRedactor} from '../../params/redact.js'
import {newRegistry} from '../../registry/new-registry.js'
import {KeptTable} from '../../run/kept-table.js'
import {mapTables} from '../../run/port-tables.js'
import {runPrepared, type ModOutcome} from '../../run/run-mod.js'
import type {RunningStep} from '../../run/running-step.js'
import type {World} from '../../run/world.js'
import {importGuarded} from '../import-guarded.js'
import {engineSettings} from '../engine-settings.js'
import {resultDocument} from '../result-document.js'
import type {ApartOutcome, ApartTask, FromApart, ToApart} from './messages.js'

const progressMs = 500

const tell = (line: FromApart) => {
  tellParent(line)
}
const say = (level: keyof Logger) => (message: string, fields?: Readonly<Record<string, unknown>>) => {
  tell({log: fields === undefined ? [level, message] : [level, message, fields]})
}
const logger: Logger = {debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error')}

endWithParent(Number(process.argv[2]))
const stop = new AbortController()
const answer = new EventEmitter()
const parent = onParentLines(
  (line) => void main(line as ApartTask), // the parent's own, as is what follows
  (line) => {
    const said = line as ToApart
    if ('stop' in said) stop.abort(new DataPyError(said.stop))
    else answer.emit('commit', said.commit)
  },
)

async function main(task: ApartTask): Promise<void> {
  const {name, entry, globals, runId, folder, state} = task
  const belongings = openBelongings(state)
  const engine = createDataEngine({
    folder,
    ...engineSettings(task.memoryLimit, process.env),
    signal: stop.signal,
    claim: (belonging) => belongings.claim('target' in belonging ? {...belonging, run: runId} : belonging),
    log: logger.debug,
  })
  const world: World = {
    registry: {...newRegistry('', '2024-01-01'), mods: {[entry.metadata.type]: entry}},
    registryFile: task.registryFile,
    runId,
    logFile: null,
    engine,
    importMod: (one) => importGuarded(one, task.roots, logger),
    whyAbsent,
    identify: identifyFiles,
    within: (work, print, modName) => processGuard().within(work, print, {modName}),
    logger: () => logger,
    keep: (_modName, port, dataset) => engine.save(dataset, task.tables[port] ?? ''),
    now: () => Date.now(),
    seconds: () => process.uptime(),
    watch: tellProgress,
  }
  const end = async () => {
    await engine.close()
    await belongings.end()
    tell({done: true})
  }
  const params = await mapTables(task.params, entry, (value) =>
    Promise.resolve(isDatasetReference(value) ? new KeptTable(value) : value),
  )
  const prepared = {name, entry, params, globals, origins: new Map(), inputs: [], outputs: []}
  const outcome = await runPrepared(prepared, {fused: false, watermark: task.watermark}, world, stop.signal, {
    async beforeCommit(sealed, renames) {
      if (renames.length === 0) return
      const answered = once(answer, 'commit')
      parent.wait()
      tell({sealed: documentOf(sealed), renames})
      if ((await answered)[0] === true) {
        await end()
        await new Promise(() => undefined) // The parent has given the files their names, and ends this process.
      }
      throw new DataPyError([]) // Its parent has told why; the staged files go.
    },
  })
  tell({ended: documentOf(outcome)})
  await end()
}

/** With secrets and all: it goes to the parent alone, which hides them. */
function documentOf(outcome: ModOutcome): ApartOutcome {
  const {references, watermark} = outcome
  return {result: resultDocument(outcome, createRedactor()), references, ...(watermark !== undefined && {watermark})}
}

function tellProgress(step: RunningStep): () => void {
  const timer = setInterval(() => {
    void step.progress().then((progress) => {
      tell({progress})
    })
  }, progressMs).unref()
  return () => {
    clearInterval(timer)
  }
}
