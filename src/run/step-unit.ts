import type {Problem} from '../model/problem.js'
import {isolationOf} from '../job/isolation.js'
import type {JobMod} from '../model/job.js'
import type {JsonValue} from '../model/json.js'
import type {RegistryEntry} from '../model/registry.js'
import type {FileIdentity, Fingerprint} from '../model/run-record.js'
import {fingerprintOf} from './fingerprint.js'
import {containsPending} from '../params/pending-value.js'
import {callOf, type JobItem, type JobSources, type OutputOf} from './job-sources.js'
import type {JobPlan} from './plan-job.js'
import type {JobWorld} from './job-world.js'
import {prepareMod, type ModCall, type PreparedMod} from './prepare-mod.js'
import type {ModHooks, ModOutcome} from './run-mod.js'
import {verdictOf, type Verdict} from './verdict.js'

/** What is run, finished and gone on from as one: a step of a job, or one item of a step with `_for_each`. */
export interface StepUnit {
  readonly mod: JobMod
  /** Named for the step; an item also for its number. */
  readonly call: ModCall
  /** Its parameters, where nothing that comes before it can change them. */
  readonly prepared?: PreparedMod | undefined
  readonly fused: boolean
  /** Files as they were, which are read when the tables that it is given are; to be asked when these can be read. */
  open(): readonly FileIdentity[]
  /** Under what name its watermark is kept. */
  readonly stateName: string
  /** Why it is run whatever is known of it. */
  readonly always?: string | undefined
}

/** A step of a job, or an item of one, as a unit. `always` names the steps that are run whatever is known of them. */
export function unitOf(
  sources: JobSources,
  plan: JobPlan,
  mod: JobMod,
  output: OutputOf,
  {always, open}: {readonly always: ReadonlySet<string>; readonly open: StepUnit['open']},
  item?: JobItem,
): StepUnit {
  const planned = plan.prepared.get(mod.name)
  const isFixed = item === undefined && planned !== undefined && !Object.values(planned.params).some(containsPending)
  return {
    mod,
    call: callOf(sources, mod, output, plan.isMadeByJob, item),
    prepared: isFixed ? planned : undefined,
    fused: plan.fused.has(mod.name),
    open,
    stateName: stateNameOf(mod, item),
    always: always.has(mod.name) ? 'it was asked for' : undefined,
  }
}

/** An item is known by what it is: its number would be another's when the list changes. */
function stateNameOf({name}: JobMod, item: JobItem | undefined): string {
  if (item === undefined) return name
  return `${name}[${typeof item.value === 'string' ? item.value : JSON.stringify(item.value)}]`
}

/** Whether the tables of a step are kept, so that another process can go on from it. */
export function keepsTables({mod, fused}: Pick<StepUnit, 'fused' | 'mod'>): boolean {
  return mod.options['_checkpoint'] !== false && !fused
}

/** Runs a step in a process of its own, where it is to have one. */
export function apartOf(
  unit: Pick<StepUnit, 'fused' | 'mod'>,
  prepared: PreparedMod,
  watermark: JsonValue | undefined,
  {apart}: Pick<JobWorld, 'apart'>,
): ((signal: AbortSignal, hooks: ModHooks) => Promise<ModOutcome>) | undefined {
  const isolation = isolationOf(unit.mod, isShipped(prepared.entry))
  if (apart === undefined || isolation === undefined) return undefined
  return async (signal, hooks) => await apart(prepared, {...isolation, keeps: keepsTables(unit), watermark}, signal, hooks)
}

/** Mods that ship with DataPy need no integrity, and no folder of their own. */
function isShipped({integrity, source}: RegistryEntry): boolean {
  return integrity === undefined && source === undefined
}

export type Judged =
  | {readonly ok: false; readonly problems: readonly Problem[]}
  | {
      readonly ok: true
      readonly prepared: PreparedMod
      readonly fingerprint: Fingerprint
      readonly verdict: Verdict
      /** The execution it had before, where it would come to the same. */
      readonly execution: string | undefined
    }

/** Looks whether a step must be run. `needs` names the executions that it comes after. */
export async function judge(unit: StepUnit, needs: Fingerprint['needs'], world: JobWorld): Promise<Judged> {
  const prepared = unit.prepared === undefined ? await prepareMod(unit.call, world) : {ok: true as const, value: unit.prepared}
  if (!prepared.ok) return prepared
  const {entry} = prepared.value
  const fingerprint = await fingerprintOf(prepared.value, needs, world, world.watermark(unit.stateName))
  const earlier = await world.earlier(unit.call.name)
  const left = earlier?.state.ended?.left ?? []
  const verdict = verdictOf({
    category: entry.metadata.category,
    earlier,
    fingerprint,
    always: unit.always ?? (unit.mod.options['_always_run'] === true ? 'the job says that it always runs' : undefined),
    keeps: keepsTables(unit),
    leftHere: world.leftHere,
    left: left.length === 0 ? [] : await world.identify(left.map(({path}) => path)),
  })
  return {
    ok: true,
    prepared: prepared.value,
    fingerprint,
    verdict,
    execution: verdict.run ? undefined : verdict.ended.execution,
  }
}
