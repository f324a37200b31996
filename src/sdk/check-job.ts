import {checked} from '../errors/datapy-error.js'
import {exitCodeOfAll} from '../errors/problem.js'
import type {JsonObject} from '../model/json.js'
import type {Origin} from '../model/params.js'
import type {Problem} from '../model/problem.js'
import type {StepState} from '../model/run-record.js'
import {watermarkIn} from '../job/load-state.js'
import {jobFolderOf, latestRun} from '../node/job-folder.js'
import {readState} from '../node/state-file.js'
import {readRun, readSteps} from '../node/run-store.js'
import {jobRunId} from '../node/run-id.js'
import {isPlain, PendingValue} from '../params/pending-value.js'
import {createRedactor, type Redactor} from '../params/redact.js'
import {foreseeSteps, type ForeseenStep} from '../run/foresee-steps.js'
import type {JobSources} from '../run/job-sources.js'
import {planJob} from '../run/plan-job.js'
import type {PreparedMod} from '../run/prepare-mod.js'
import {selectSteps} from '../run/selection.js'
import {identityOf, jobSources} from './job-sources.js'
import {unfinished} from './job-run.js'
import {recordedWorld} from './job-world.js'
import {jobNameOf, loadJob} from './load-job.js'
import {modTypesOf, openRun, type OpenRun} from './open-run.js'
import type {RunSettings} from './settings.js'

/** What a job would do, or every problem that keeps it from running. */
export interface JobCheck {
  readonly status: 'error' | 'success'
  readonly exit_code: number
  readonly job: string
  readonly dry_run: true
  /** Mods in the order they would run, each parameter with its value and where that comes from. */
  readonly mods: readonly {
    readonly name: string
    readonly type: string
    readonly params: Readonly<Record<string, CheckedParam>>
    readonly needs: readonly string[]
    /** Whether it would run, or what it came to before be taken over; undefined where it was not asked for. */
    readonly runs?: boolean | undefined
    readonly reason: string
    readonly reads: readonly string[]
    readonly writes: readonly string[]
  }[]
  /** The unfinished run that would be gone on with. */
  readonly continues: string | null
  readonly warnings: readonly Problem[]
  readonly errors: readonly Problem[]
}

export interface CheckedParam {
  /** `{"pending": "…"}` for what an earlier mod is yet to give. */
  readonly value: unknown
  readonly origin: string
}

/** Everything that a run checks, and nothing is run or written. `only` names one mod of the job. */
export async function checkJob(
  file: string,
  settings: RunSettings,
  only?: string,
  globalConfig: JsonObject = {},
): Promise<JobCheck> {
  const started = new Date()
  const redactor = createRedactor()
  const refused = (errors: readonly Problem[]): JobCheck => ({
    status: 'error',
    exit_code: exitCodeOfAll(errors),
    job: jobNameOf(file),
    dry_run: true,
    mods: [],
    continues: null,
    warnings: [],
    errors: redactor.value(errors),
  })
  const loaded = await loadJob(file, settings.set)
  if (!loaded.ok) return refused(loaded.problems)
  const sources = jobSources(loaded.value, jobRunId(loaded.value.job.name, started), globalConfig, redactor, started)
  const opened = await checked(
    openRun(
      {types: modTypesOf(sources.job), sources, label: sources.job.name, redactor, started, keepTables: false, checkOnly: true},
      settings,
    ),
  )
  if (!opened.ok) return refused(opened.problems)
  try {
    const plan = await planJob(sources, opened.value.world, only)
    if (!plan.ok) return refused(plan.problems)
    const selected =
      only === undefined
        ? selectSteps(sources, plan.value.needs, settings.selection ?? {})
        : {ok: true as const, value: {names: new Set([only]), always: new Set<string>()}}
    if (!selected.ok) return refused(selected.problems)
    const {world, continues} = await worldBefore(opened.value, sources, settings, redactor)
    const foreseen = await foreseeSteps(sources, plan.value, selected.value, world)
    return {
      status: 'success',
      exit_code: 0,
      job: sources.job.name,
      dry_run: true,
      mods: redactor.value(foreseen.flatMap((step) => shown(plan.value.prepared.get(step.name), step))),
      continues,
      warnings: [],
      errors: [],
    }
  } finally {
    await opened.value.close()
  }
}

/** The world as a run would find it, with what was left by those before; nothing in it is written down. */
async function worldBefore(opened: OpenRun, sources: JobSources, settings: RunSettings, redactor: Redactor) {
  const {state} = opened
  const named = settings.run === undefined ? await latestRun(state, identityOf(sources)) : await readRun(state, settings.run)
  const isAnew = settings.restart === true
  const continued = isAnew ? undefined : settings.run === undefined ? unfinished(named) : named
  const states = continued === undefined ? new Map<string, StepState>() : await readSteps(state, continued.run_id)
  const before = continued === undefined ? named?.run_id : (continued.previous ?? undefined)
  const previous = isAnew || settings.run !== undefined ? undefined : before
  const journal = {note: () => undefined, synced: () => Promise.resolve(), close: () => Promise.resolve()}
  const kept = await readState(jobFolderOf(state, identityOf(sources)))
  const watermarks = (of: string) => watermarkIn(kept?.steps ?? {}, of, continued?.run_id ?? '')
  return {
    world: recordedWorld(opened, {journal, states, previous, redactor, watermarks}),
    continues: continued?.run_id ?? null,
  }
}

function shown(mod: PreparedMod | undefined, {needs, runs, reason, reads, writes}: ForeseenStep): JobCheck['mods'] {
  if (mod === undefined) return []
  const params = Object.entries(mod.params)
    .filter(([name]) => !name.startsWith('_mod_'))
    .map(([name, value]): [string, CheckedParam] => [name, {value: shownValue(value), origin: originText(mod.origins.get(name))}])
  const own = {name: mod.name, type: mod.entry.metadata.type, params: Object.fromEntries(params)}
  return [{...own, needs, runs, reason, reads, writes}]
}

/** A value with what is yet to come, at any depth, in a form that JSON can hold. */
function shownValue(value: unknown): unknown {
  if (value instanceof PendingValue) return {pending: value.reference}
  if (Array.isArray(value)) return value.map(shownValue)
  return isPlain(value) ? Object.fromEntries(Object.entries(value).map(([key, held]) => [key, shownValue(held)])) : value
}

/** Where a value comes from, in words: the layer, and its file and line where it has one. */
export function originText(origin: Origin | undefined): string {
  if (origin === undefined) return 'schema default'
  const {kind, at} = origin
  return at === undefined ? kind : `${kind} (${at.file}${at.line === undefined ? '' : `:${String(at.line)}`})`
}
