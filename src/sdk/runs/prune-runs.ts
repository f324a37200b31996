import {DataPyError} from '../../errors/datapy-error.js'
import {firstProblems} from '../../errors/first-problems.js'
import {problem} from '../../errors/problem.js'
import type {Problem} from '../../model/problem.js'
import {latestRun} from '../../node/job-folder.js'
import {removeRun} from '../../node/remove-run.js'
import {removeUnfinished} from '../../node/remove-unfinished.js'
import {runsFolder} from '../../node/run-store.js'
import {timeOf} from './list-runs.js'
import {knownRuns, presentStatus, type KnownRun} from './known-runs.js'
import {unreadableRecord} from './unreadable-record.js'

export interface PruneSpec {
  readonly job?: string | undefined
  /** How many of each job stay, the newest. */
  readonly keep?: number | undefined
  /** Only runs that began before: a day, or how long ago. */
  readonly olderThan?: string | undefined
  readonly dryRun: boolean
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly now: Date
}

export interface PrunedRun {
  readonly run_id: string
  readonly job: string
  readonly started: string
  readonly bytes: number
}

/**
 * Removes runs. The latest run of each job stays, and its latest that succeeded, which later ones take over from; so does
 * what is being worked on, and what cannot be read. Throws a DataPyError.
 */
export async function pruneRuns({job, keep, olderThan, dryRun, cwd, env, now}: PruneSpec): Promise<{
  readonly pruned: readonly PrunedRun[]
  readonly warnings: readonly Problem[]
}> {
  if (keep === undefined && olderThan === undefined)
    throw new DataPyError([
      problem('usage', 'which runs? say --keep or --older-than', {hint: 'for instance --keep 10 --older-than 30d'}),
    ])
  const before = olderThan === undefined ? undefined : timeOf(olderThan, now).toISOString()
  const pruned: PrunedRun[] = []
  const {runs: known, unreadable} = await knownRuns(job, cwd, env)
  if (!dryRun) for (const state of new Set(known.map((one) => one.state))) await removeUnfinished(runsFolder(state))
  for (const runs of byJob(known)) {
    const lastGood = runs.find(({record: {status}}) => status === 'success' || status === 'warning')
    const latest = await latestOf(runs)
    for (const [index, run] of runs.entries()) {
      const {run_id: id, job: name, started} = run.record
      const isKept =
        index === 0 || id === latest || run === lastGood || index < (keep ?? 0) || (before !== undefined && started >= before)
      if (isKept || (await presentStatus(run.record)) === 'running') continue
      pruned.push({run_id: id, job: name, started, bytes: await removeRun(run.state, id, {dryRun})})
    }
  }
  return {pruned, warnings: firstProblems(unreadable.map(unreadableRecord))}
}

/** The run that the same command would go on with; by the clock another may be newer, which has been put back since. */
async function latestOf([first]: readonly KnownRun[]): Promise<string | undefined> {
  return first === undefined ? undefined : (await latestRun(first.state, first.record.identity))?.run_id
}

/** The runs of each job, by its file and `--set` values, in the order given. */
function byJob(runs: readonly KnownRun[]): readonly (readonly KnownRun[])[] {
  const jobs = new Map<string, KnownRun[]>()
  for (const run of runs) {
    const key = `${run.state}\0${run.record.identity}`
    const others = jobs.get(key)
    if (others === undefined) jobs.set(key, [run])
    else others.push(run)
  }
  return [...jobs.values()]
}
