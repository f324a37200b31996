import {checked} from '../errors/datapy-error.js'
import {exitCodeOfAll} from '../errors/problem.js'
import type {JsonObject} from '../model/json.js'
import type {Origin} from '../model/params.js'
import type {Problem} from '../model/problem.js'
import {jobRunId} from '../node/run-id.js'
import {isPlain, PendingValue} from '../params/pending-value.js'
import {createRedactor} from '../params/redact.js'
import {planJob} from '../run/plan-job.js'
import type {PreparedMod} from '../run/prepare-mod.js'
import {jobSources} from './job-sources.js'
import {jobNameOf, loadJob} from './load-job.js'
import {modTypesOf, openRun} from './open-run.js'
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
  }[]
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
    const mods = plan.value.order.flatMap((name) => shown(plan.value.prepared.get(name)))
    return {
      status: 'success',
      exit_code: 0,
      job: sources.job.name,
      dry_run: true,
      mods: redactor.value(mods),
      warnings: [],
      errors: [],
    }
  } finally {
    await opened.value.close()
  }
}

function shown(mod: PreparedMod | undefined): JobCheck['mods'] {
  if (mod === undefined) return []
  const params = Object.entries(mod.params)
    .filter(([name]) => !name.startsWith('_mod_'))
    .map(([name, value]): [string, CheckedParam] => [name, {value: shownValue(value), origin: originText(mod.origins.get(name))}])
  return [{name: mod.name, type: mod.entry.metadata.type, params: Object.fromEntries(params)}]
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
