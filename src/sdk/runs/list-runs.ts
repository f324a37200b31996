import {secondsBetween} from '../../job/seconds-between.js'
import {firstProblems} from '../../errors/first-problems.js'
import {problem} from '../../errors/problem.js'
import {DataPyError} from '../../errors/datapy-error.js'
import type {Problem} from '../../model/problem.js'
import type {RunRecord} from '../../model/run-record.js'
import {readSteps} from '../../node/run-store.js'
import {knownRuns, presentStatus, type PresentStatus} from './known-runs.js'
import {unreadableRecord} from './unreadable-record.js'

/** A run in a list. */
export interface ListedRun extends Pick<
  RunRecord,
  'ended' | 'exit_code' | 'job' | 'job_file' | 'run_id' | 'set' | 'started' | 'totals'
> {
  readonly status: PresentStatus
  /** From its first beginning to its last end, in seconds; null where it has not ended. */
  readonly seconds: number | null
  readonly steps: {readonly done: number; readonly all: number}
  readonly folder: string
}

export interface ListRunsSpec {
  readonly job?: string | undefined
  readonly status?: PresentStatus | undefined
  /** A day, a time, or how long ago: `2026-11-01`, `7d`, `12h`. */
  readonly since?: string | undefined
  readonly limit: number
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly now: Date
}

/** Runs, newest first, and what is wrong with the records of others. Throws a DataPyError. */
export async function listKnownRuns({job, status, since, limit, cwd, env, now}: ListRunsSpec): Promise<{
  readonly runs: readonly ListedRun[]
  readonly warnings: readonly Problem[]
}> {
  const from = since === undefined ? undefined : timeOf(since, now).toISOString()
  const listed: ListedRun[] = []
  const {runs, unreadable} = await knownRuns(job, cwd, env)
  for (const {state, record} of runs) {
    if (listed.length === limit || (from !== undefined && record.started < from)) break
    const present = await presentStatus(record)
    if (status !== undefined && status !== present) continue
    const {run_id, ended, exit_code, job: name, job_file, set, started, totals} = record
    const steps = await readSteps(state, run_id)
    const names = new Set(record.steps.map((step) => step.name))
    const done = [...steps.values()].filter(
      ({name: step, isOpen, ended: end}) =>
        !isOpen &&
        end !== undefined &&
        end.result.status !== 'error' &&
        (names.has(step) || (names.size === 0 && !step.includes('['))),
    )
    const seconds = ended === null ? null : secondsBetween(started, ended)
    const own = {run_id, ended, exit_code, job: name, job_file, set, started, totals, status: present, seconds}
    listed.push({...own, steps: {done: done.length, all: record.steps.length}, folder: `${state}/runs/${run_id}`})
  }
  return {runs: listed, warnings: firstProblems(unreadable.map(unreadableRecord))}
}

const unitsMs: Readonly<Record<string, number>> = {m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000}

/** The time that a text means: a day or time in UTC, or one so long ago. Throws a DataPyError, code bad_time. */
export function timeOf(text: string, now: Date): Date {
  const ago = /^(\d+)([mhdw])$/.exec(text)
  if (ago !== null) return new Date(now.getTime() - Number(ago[1]) * (unitsMs[ago[2] ?? ''] ?? 0))
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? new Date(text) : new Date(Number.NaN)
  if (!Number.isNaN(time.getTime())) return time
  throw new DataPyError([
    problem('usage', `"${text}" is no time`, {hint: 'write a day such as 2026-11-01, or 12h, 7d, 4w for so long ago'}),
  ])
}
