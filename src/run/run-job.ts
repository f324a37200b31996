import {exitCodes, worstExitCode, isExitCode} from '../errors/exit-codes.js'
import {exitCodeOfAll} from '../errors/problem.js'
import type {JobMod} from '../model/job.js'
import type {Problem} from '../model/problem.js'
import type {JobResult, SkippedResult} from '../model/result.js'
import {deadline, secondsOf} from './deadline.js'
import {problemsOf} from './execute.js'
import type {JobSources} from './job-sources.js'
import {JobSteps} from './job-steps.js'
import type {JobWorld} from './job-world.js'
import {planJob, type JobPlan} from './plan-job.js'
import {withProvenRows} from './proven-rows.js'
import {recallSteps} from './recall-steps.js'
import {selectSteps, type Selected, type Selection} from './selection.js'
import type {Settled} from './settle-step.js'

export interface JobRunOptions {
  readonly selection: Selection
  /** How many mods run at the same time. */
  readonly concurrency: number
  /** Wins over the job's own time limit. */
  readonly timeout?: number | undefined
  /** The one mod of the job that is to be run; nothing of the others is checked. */
  readonly mod?: string | undefined
  /** Whether the mod is run even where what it came to before still holds. */
  readonly again?: boolean | undefined
}

/** A job's result, and what each of its steps that was asked for has come to. */
export interface JobRun {
  readonly result: JobResult
  readonly settled: ReadonlyMap<string, Settled>
}

/**
 * Runs the mods of a job, each as soon as those it needs have ended, so many at the same time. What depends on a mod that
 * failed is skipped. What was finished before and has not changed is taken over.
 */
export async function runJob(sources: JobSources, world: JobWorld, signal: AbortSignal, options: JobRunOptions): Promise<JobRun> {
  const started = world.seconds()
  const refused = (problems: readonly Problem[]) => ({
    result: jobResult(sources, world, started, {}, problems),
    settled: new Map<string, Settled>(),
  })
  const planned = await planJob(sources, world, options.mod)
  if (!planned.ok) return refused(planned.problems)
  const plan = planned.value
  const selected = selectedOf(sources, plan, options)
  if (!selected.ok) return refused(selected.problems)
  const {names, always} = selected.value
  const limit = deadline(signal, options.timeout ?? secondsOf(sources.job.timeout), `job ${sources.job.name}`)
  const steps = new JobSteps(sources, plan, world, limit.signal, {concurrency: options.concurrency, always})
  const recalled = await recallSteps(sources, plan, names, world)
  if (!recalled.ok) return refused(recalled.problems)
  for (const [name, settled] of recalled.value) steps.settled.set(name, settled)
  const mods = inOrder(sources, plan)
  world.onStep({event: 'planned', runId: world.runId, steps: mods.map(({name, type}) => ({name, type}))})
  let documents: JobResult['mods']
  try {
    documents = await runSteps(mods, steps, plan, selected.value, world, limit.signal)
  } finally {
    limit.clear()
  }
  for (const name of recalled.value.keys()) steps.settled.delete(name)
  // A mod that was cut short says so itself; when the signal came between two mods, only the job can.
  const told = Object.values(documents).some(({status}) => status === 'error')
  const problems = limit.signal.aborted && !told ? problemsOf(limit.signal.reason) : []
  return {result: jobResult(sources, world, started, documents, problems), settled: steps.settled}
}

function selectedOf(sources: JobSources, {needs}: JobPlan, {selection, mod, again}: JobRunOptions) {
  if (mod === undefined) return selectSteps(sources, needs, selection)
  const selected: Selected = {names: new Set([mod]), always: new Set(again === true ? [mod] : [])}
  return {ok: true as const, value: selected}
}

function inOrder({job}: JobSources, {order}: JobPlan): readonly JobMod[] {
  const byName = new Map(job.mods.map((mod) => [mod.name, mod]))
  return order.flatMap((name) => byName.get(name) ?? [])
}

/** Settles all steps, each when those it needs are settled; gives their documents, in order. */
async function runSteps(
  mods: readonly JobMod[],
  steps: JobSteps,
  plan: JobPlan,
  {names}: Selected,
  world: JobWorld,
  signal: AbortSignal,
): Promise<JobResult['mods']> {
  const documents = new Map<string, JobResult['mods'][string]>()
  const ends = new Map<string, Promise<void>>()
  const skip = (name: string, reason: string) => {
    documents.set(name, {status: 'skipped', reason})
    world.onStep({event: 'skipped', name, reason})
  }
  const end = async (mod: JobMod) => {
    const needs = [...(plan.needs.get(mod.name) ?? [])]
    await Promise.all(needs.flatMap((name) => ends.get(name) ?? []))
    if (!names.has(mod.name)) {
      skip(mod.name, 'it was not asked for')
      return
    }
    const reason = reasonToSkip(needs, documents, names, signal)
    const settled = reason === undefined ? await steps.settle(mod) : undefined
    if (settled !== undefined) documents.set(mod.name, settled.document)
    else {
      const why = reason ?? 'the run was stopped before it began'
      world.logger(mod.name).warn(`skipped: ${why}`)
      skip(mod.name, why)
    }
  }
  for (const mod of mods) ends.set(mod.name, end(mod))
  const ended = await Promise.allSettled(ends.values())
  for (const one of ended) if (one.status === 'rejected') throw one.reason
  for (const name of plan.fused) {
    const settled = steps.settled.get(name)
    const outcome = settled === undefined ? undefined : withProvenRows(settled.outcome, world)
    if (outcome !== undefined) documents.set(name, world.document(outcome))
  }
  return Object.fromEntries(
    mods.flatMap(({name}) => {
      const document = documents.get(name)
      return document === undefined ? [] : [[name, document]]
    }),
  )
}

function reasonToSkip(
  needs: readonly string[],
  documents: ReadonlyMap<string, JobResult['mods'][string]>,
  asked: ReadonlySet<string>,
  signal: AbortSignal,
): SkippedResult['reason'] | undefined {
  for (const needed of needs.filter((name) => asked.has(name))) {
    const status = documents.get(needed)?.status
    if (status === 'error') return `${needed} did not succeed`
    if (status === 'skipped') return `${needed} was skipped`
  }
  return signal.aborted ? 'the run was stopped before it began' : undefined
}

function jobResult(
  {job}: JobSources,
  world: JobWorld,
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
