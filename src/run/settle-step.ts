import {isDatasetReference} from '../model/dataset.js'
import {retryPolicy, waitAfter, type RetryPolicy} from '../job/retry-policy.js'
import type {DatasetReference} from '../model/dataset.js'
import type {Result} from '../model/result.js'
import type {FileIdentity, Fingerprint, StepEnded} from '../model/run-record.js'
import {deadline, secondsOf} from './deadline.js'
import {writtenDown} from './hidden-outputs.js'
import type {JobWorld} from './job-world.js'
import {artifactOf, KeptTable} from './kept-table.js'
import {prepareMod, type PreparedMod} from './prepare-mod.js'
import {failedOutcome, runPrepared, type ModHooks, type ModOutcome} from './run-mod.js'
import {apartOf, judge, keepsTables, type StepUnit} from './step-unit.js'
import {mustBeUnchanged} from './watched-inputs.js'

/** What a step has come to in this run: by running, or because what it came to before still holds. */
export interface Settled {
  readonly outcome: ModOutcome
  readonly document: Result
  /** Names the execution that it came from. */
  readonly execution: string
  /** Files as they were when it began, whose rows are read when its tables are. */
  readonly open?: readonly FileIdentity[]
}

/**
 * Runs a step, or takes over what it came to before. `needs` names the executions that it comes after; `beforeRun` makes
 * what it reads readable.
 */
export async function settleStep(
  unit: StepUnit,
  needs: Fingerprint['needs'],
  world: JobWorld,
  signal: AbortSignal,
  beforeRun: () => Promise<void>,
): Promise<Settled> {
  const judged = await judge(unit, needs, world)
  const {name, type} = unit.call
  if (!judged.ok) return failed(unit, failedOutcome({name, type}, world, judged.problems), needs, world)
  const {verdict, prepared, fingerprint} = judged
  if (!verdict.run) return await reuse(name, verdict.ended, verdict.from, verdict.reason, world)
  if (!verdict.isFirst) world.logger(name).info(`runs: ${verdict.reason}`)
  await beforeRun()
  // What it reads may have been made again meanwhile.
  const ready = unit.prepared === undefined ? await prepareMod(unit.call, world) : {ok: true as const, value: prepared}
  if (!ready.ok) return failed(unit, failedOutcome({name, type}, world, ready.problems), needs, world)
  return await runStep(unit, {prepared: ready.value, fingerprint, reason: verdict.reason}, world, signal)
}

/** Runs a step and writes down what it comes to, again where that is worth it. */
export async function runStep(
  unit: StepUnit,
  how: {
    readonly prepared: PreparedMod
    readonly fingerprint: Fingerprint
    readonly reason: string
    /** The name of the execution that this one repeats. */
    readonly execution?: string | undefined
  },
  world: JobWorld,
  signal: AbortSignal,
): Promise<Settled> {
  const {prepared, fingerprint, reason, execution = world.newExecution()} = how
  const {name} = unit.call
  const keeps = keepsTables(unit)
  const policy = retryPolicy(unit.mod.options['_retry'])
  for (let attempt = 1; ; attempt += 1) {
    world.note({event: 'begun', step: name, at: isoTime(world), attempt})
    const limit = deadline(signal, secondsOf(unit.mod.options['_timeout']), name)
    const inputs = {own: await world.identify(prepared.inputs), open: unit.open()}
    const line = (outcome: ModOutcome, left: StepEnded['left']): Omit<StepEnded, 'event'> => ({
      step: name,
      at: isoTime(world),
      attempt,
      execution,
      fingerprint,
      ...writtenDown(outcome, world),
      left,
      kept: keeps,
      ...(outcome.watermark !== undefined && {watermark: {of: unit.stateName, value: outcome.watermark}}),
    })
    const hooks: ModHooks = {
      onBegin(step) {
        world.onStep({event: 'begun', name, reason, step})
      },
      async beforeCommit(outcome, renames) {
        await mustBeUnchanged(inputs, prepared, renames, world)
        if (renames.length === 0) return
        const files = renames.map(({target, file}) => ({...file, path: target}))
        world.note({event: 'committing', ...line(outcome, [...(await tablesOf(outcome, world)), ...files]), renames})
        await world.synced()
      },
    }
    const apart = apartOf(unit, prepared, fingerprint.watermark, world)
    const ran = await (
      apart === undefined
        ? runPrepared(
            prepared,
            {fused: unit.fused, watermark: fingerprint.watermark},
            keeps ? world : withoutKeeping(world),
            limit.signal,
            hooks,
          )
        : apart(limit.signal, hooks)
    ).finally(limit.clear)
    const outcome = attempt === 1 ? ran : {...ran, result: {...ran.result, attempts: attempt}}
    if (outcome.result.status !== 'error' || !isWorthAnother(outcome.result, policy, attempt, signal)) {
      const written = await world.identify([...new Set([...outcome.written, ...prepared.outputs])])
      const ended: StepEnded = {event: 'ended', ...line(outcome, [...(await tablesOf(outcome, world)), ...written])}
      world.note(ended)
      world.onStep({event: 'ended', name, result: ended.result})
      const leavesTables = unit.fused && Object.keys(outcome.result.artifacts).length > 0
      return {outcome, document: ended.result, execution, ...(leavesTables && {open: [...inputs.open, ...inputs.own]})}
    }
    await waitBefore(attempt, outcome.result, name, policy, world, signal)
  }
}

/** Takes over what a step came to before. */
export async function reuse(
  name: string,
  ended: StepEnded,
  from: string | undefined,
  reason: string,
  world: JobWorld,
): Promise<Settled> {
  const artifacts: Record<string, unknown> = {}
  const references: Record<string, DatasetReference> = {}
  for (const [port, value] of Object.entries(ended.result.artifacts)) {
    if (!isDatasetReference(value)) artifacts[port] = artifactOf(value)
    else {
      references[port] = from === undefined ? value : await world.adopt(name, port, value)
      artifacts[port] = new KeptTable(references[port])
    }
  }
  const document: Result = {...ended.result, artifacts: {...ended.result.artifacts, ...references}, reused: true}
  if (from !== undefined) {
    const result = {...ended.result, artifacts: document.artifacts}
    const tables = await world.identify(Object.values(references).map(({path}) => path))
    const old = new Set(Object.values(ended.result.artifacts).flatMap((value) => (isDatasetReference(value) ? [value.path] : [])))
    const left = [...ended.left.filter(({path}) => !old.has(path)), ...tables]
    world.note({...ended, result, left, reused_from: from})
  }
  world.logger(name).info(`skipped: ${reason}`)
  world.onStep({event: 'reused', name, reason, result: document})
  return {outcome: {result: {...document, artifacts}, references, written: []}, document, execution: ended.execution}
}

/** Writes down that a step failed before its mod began. */
function failed(unit: StepUnit, outcome: ModOutcome, needs: Fingerprint['needs'], world: JobWorld): Settled {
  const {name} = unit.call
  const [document, execution] = [world.document(outcome), world.newExecution()]
  const fingerprint = {mod: '', params: {}, files: [], needs}
  const line = {step: name, at: isoTime(world), attempt: 1, execution, fingerprint, result: document, left: [], kept: false}
  world.note({event: 'begun', step: name, at: line.at, attempt: 1})
  world.note({event: 'ended', ...line})
  world.onStep({event: 'ended', name, result: document})
  return {outcome, document, execution}
}

export function withoutKeeping({keep: _, ...world}: JobWorld): JobWorld {
  return world
}

async function tablesOf({references}: ModOutcome, world: JobWorld): Promise<StepEnded['left']> {
  const paths = Object.values(references).map(({path}) => path)
  return paths.length === 0 ? [] : await world.identify(paths)
}

/** Wrong parameters stay wrong, and who cancels means it. */
function isWorthAnother({errors, exit_code: code}: Result, policy: RetryPolicy, attempt: number, signal: AbortSignal): boolean {
  if (attempt >= policy.attempts || signal.aborted || (code !== 30 && code !== 40)) return false
  return policy.on === 'all' || errors.some(({transient}) => transient === true)
}

async function waitBefore(
  attempt: number,
  {errors}: Result,
  name: string,
  policy: RetryPolicy,
  world: JobWorld,
  signal: AbortSignal,
): Promise<void> {
  const seconds = waitAfter(policy, attempt, world.random())
  const message = errors[0]?.message ?? ''
  world
    .logger(name)
    .warn(`attempt ${String(attempt)} of ${String(policy.attempts)} did not succeed, the next follows in ${seconds.toFixed(1)} s`)
  world.onStep({event: 'retrying', name, attempt, seconds, message})
  await world.pause(seconds, signal)
}

export function isoTime(world: Pick<JobWorld, 'now'>): string {
  return new Date(world.now()).toISOString()
}
