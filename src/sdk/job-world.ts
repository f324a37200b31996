import {randomBytes} from 'node:crypto'
import {completeRename} from '../data/complete-rename.js'
import type {RunRecord, StepState} from '../model/run-record.js'
import {adoptTable} from '../node/adopt-table.js'
import type {Journal} from '../node/journal.js'
import {modIdentity} from '../node/mod-identity.js'
import {pause} from '../node/pause.js'
import {readRun, readSteps} from '../node/run-store.js'
import {createRedactor, type Redactor} from '../params/redact.js'
import type {EarlierStep, JobWorld} from '../run/job-world.js'
import type {OnStepEvent} from '../run/step-events.js'
import type {World} from '../run/world.js'
import type {OpenRun} from './open-run.js'
import {resultDocument} from './result-document.js'

export interface RecordedRun {
  readonly journal: Journal
  /** What processes before this one have left in this run. */
  readonly states: ReadonlyMap<string, StepState>
  /** The run before it, whose outcomes may be taken over. */
  readonly previous: string | undefined
  readonly redactor: Redactor
  readonly onStep?: OnStepEvent | undefined
  /** What steps begin with. */
  readonly watermarks: JobWorld['watermark']
}

/** How far back an outcome is looked for. */
const mostRunsBack = 50

/** The world of a job's run that is written down. */
export function recordedWorld(
  {world, state, folder, roots, apart}: OpenRun,
  {journal, states, previous, redactor, onStep, watermarks}: RecordedRun,
): JobWorld {
  const identities = new Map<string, Promise<string>>()
  const runs = new Map<string, Promise<EarlierRun | undefined>>()
  const runOf = (id: string) => {
    const run = runs.get(id) ?? readEarlier(state, id)
    runs.set(id, run)
    return run
  }
  const left = new Map([...states.values()].flatMap(({ended}) => (ended?.left ?? []).map((file) => [file.path, file] as const)))
  return {
    ...unrecordedWorld(world, redactor, onStep),
    apart,
    watermark: watermarks,
    note: journal.note,
    synced: journal.synced,
    async earlier(step): Promise<EarlierStep | undefined> {
      const own = states.get(step)
      if (own !== undefined) return {state: own}
      let next = previous
      for (let back = 0; next !== undefined && back < mostRunsBack; back += 1) {
        const run: EarlierRun | undefined = await runOf(next)
        const found = run?.steps.get(step)
        if (found?.ended !== undefined && found.ended.result.status !== 'error') return {state: found, run: next}
        next = run?.record.previous ?? undefined
      }
      return undefined
    },
    leftHere: (path) => left.get(path),
    adopt: async (modName, port, reference) =>
      folder === undefined ? reference : await adoptTable(reference, folder.tablePath(modName, port)),
    modIdentity(entry) {
      const identity = identities.get(entry.metadata.type) ?? modIdentity(entry, roots)
      identities.set(entry.metadata.type, identity)
      return identity
    },
  }
}

interface EarlierRun {
  readonly record: RunRecord
  readonly steps: ReadonlyMap<string, StepState>
}

async function readEarlier(state: string, id: string): Promise<EarlierRun | undefined> {
  const record = await readRun(state, id)
  return record === undefined ? undefined : {record, steps: await readSteps(state, id)}
}

/** The world of a job's run of which nothing stays. */
export function unrecordedWorld(world: World, redactor: Redactor = createRedactor(), onStep?: OnStepEvent): JobWorld {
  return {
    ...world,
    note: () => undefined,
    synced: () => Promise.resolve(),
    earlier: () => Promise.resolve(undefined),
    leftHere: () => undefined,
    adopt: (_modName, _port, reference) => Promise.resolve(reference),
    watermark: () => undefined,
    modIdentity: ({metadata}) => Promise.resolve(metadata.version),
    document: (outcome) => resultDocument(outcome, redactor),
    redact: (value) => redactor.value(value),
    newExecution: () => randomBytes(6).toString('hex'),
    pause,
    random: () => Math.random(),
    onStep: onStep ?? (() => undefined),
  }
}

/** Completes what a killed process had begun to give its name. What cannot be completed is run again. */
export async function completeSteps(states: ReadonlyMap<string, StepState>, journal: Journal): Promise<readonly string[]> {
  const completed: string[] = []
  for (const {name, committing} of states.values()) {
    if (committing === undefined) continue
    const {renames, ...line} = committing
    const named: boolean[] = []
    for (const rename of renames) named.push(await completeRename(rename, new Date(committing.at)))
    if (!named.every(Boolean)) continue
    journal.note({...line, event: 'ended'})
    completed.push(name)
  }
  await journal.synced()
  return completed
}
