import {exitCodes, worstExitCode, isExitCode} from '../errors/exit-codes.js'
import {exitCodeOfAll} from '../errors/problem.js'
import type {JobMod} from '../model/job.js'
import type {Problem} from '../model/problem.js'
import type {JobResult, SkippedResult} from '../model/result.js'
import {deadline, secondsOf} from './deadline.js'
import {callOf, type JobSources, type OutputOf} from './job-sources.js'
import {outputOf} from './outputs.js'
import {planJob, type JobPlan} from './plan-job.js'
import {problemsOf} from './execute.js'
import {withProvenRows} from './proven-rows.js'
import {runMod, type ModOutcome} from './run-mod.js'
import type {World} from './world.js'

/** Called when a mod of a job has ended, so that what it left can be kept; again when more of it is known. */
export type OnEnded = (name: string, outcome: ModOutcome) => Promise<void>

/** Runs all mods of a job in the order of their references. What depends on a mod that failed is skipped. */
export async function runJob(sources: JobSources, world: World, signal: AbortSignal, onEnded: OnEnded): Promise<JobResult> {
  const started = world.seconds()
  const planned = await planJob(sources, world)
  if (!planned.ok) return jobResult(sources, world, started, {}, planned.problems)
  const limit = deadline(signal, secondsOf(sources.job.timeout), `job ${sources.job.name}`)
  const outcomes = new Map<string, ModOutcome>()
  const mods: Record<string, JobResult['mods'][string]> = {}
  try {
    for (const mod of inOrder(sources, planned.value)) {
      const skipped = reasonToSkip(mod, planned.value, mods, limit.signal)
      if (skipped !== undefined) {
        world.logger(mod.name).warn(`skipped: ${skipped.reason}`)
        mods[mod.name] = skipped
        continue
      }
      const outcome = await runJobMod(sources, mod, outputsIn(outcomes), planned.value, world, limit.signal)
      outcomes.set(mod.name, outcome)
      mods[mod.name] = outcome.result
      await onEnded(mod.name, outcome)
    }
    for (const name of planned.value.fused) {
      const ended = outcomes.get(name)
      const outcome = ended === undefined ? undefined : withProvenRows(ended, world)
      if (outcome === undefined) continue
      mods[name] = outcome.result
      await onEnded(name, outcome)
    }
  } finally {
    limit.clear()
  }
  // A mod that was cut short says so itself; when the signal came between two mods, only the job can.
  const told = Object.values(mods).some(({status}) => status === 'error')
  return jobResult(sources, world, started, mods, limit.signal.aborted && !told ? problemsOf(limit.signal.reason) : [])
}

/** Runs one mod of a job, with its own time limit. */
export async function runJobMod(
  sources: JobSources,
  mod: JobMod,
  output: OutputOf,
  plan: Pick<JobPlan, 'fused' | 'isMadeByJob'>,
  world: World,
  signal: AbortSignal,
): Promise<ModOutcome> {
  const limit = deadline(signal, secondsOf(mod.options['_timeout']), mod.name)
  try {
    const call = callOf(sources, mod, output, plan.isMadeByJob)
    return await runMod({...call, fused: plan.fused.has(mod.name)}, world, limit.signal)
  } finally {
    limit.clear()
  }
}

function inOrder({job}: JobSources, {order}: JobPlan): readonly JobMod[] {
  const byName = new Map(job.mods.map((mod) => [mod.name, mod]))
  return order.flatMap((name) => byName.get(name) ?? [])
}

function reasonToSkip(mod: JobMod, {needs}: JobPlan, mods: JobResult['mods'], signal: AbortSignal): SkippedResult | undefined {
  for (const needed of needs.get(mod.name) ?? []) {
    const status = mods[needed]?.status
    if (status === 'error') return {status: 'skipped', reason: `${needed} did not succeed`}
    if (status === 'skipped') return {status: 'skipped', reason: `${needed} was skipped`}
  }
  return signal.aborted ? {status: 'skipped', reason: 'the run was stopped before it began'} : undefined
}

/** Answers references from the results of the mods that have run. */
function outputsIn(outcomes: ReadonlyMap<string, ModOutcome>): OutputOf {
  return (name, path) => {
    const outcome = outcomes.get(name)
    return outcome === undefined ? {found: 'no_such_mod'} : outputOf(outcome.result, path)
  }
}

function jobResult(
  {job}: JobSources,
  world: World,
  started: number,
  mods: JobResult['mods'],
  errors: readonly Problem[],
): JobResult {
  const results = Object.values(mods).filter((result) => result.status !== 'skipped')
  const exitCode = worstExitCode([
    exitCodeOfAll(errors),
    ...results.map(({exit_code: code}) => (isExitCode(code) ? code : exitCodes.bug)),
  ])
  return {
    status: exitCode === exitCodes.success ? 'success' : exitCode === exitCodes.warning ? 'warning' : 'error',
    exit_code: exitCode,
    job: job.name,
    run_id: world.runId,
    execution_time: Math.round((world.seconds() - started) * 1000) / 1000,
    mods,
    warnings: results.flatMap(({warnings}) => warnings),
    errors: [...errors, ...results.flatMap(({errors: own}) => own)],
    logs: {log_file: world.logFile, run_id: world.runId},
  }
}
