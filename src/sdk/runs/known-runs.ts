import {basename, dirname, resolve} from 'node:path'
import {DataPyError} from '../../errors/datapy-error.js'
import {firstProblems} from '../../errors/first-problems.js'
import {problem} from '../../errors/problem.js'
import type {Problem} from '../../model/problem.js'
import type {RunRecord, RunStatus} from '../../model/run-record.js'
import {exists} from '../../node/exists.js'
import {findStates} from '../../node/find-states.js'
import {lifeOf} from '../../node/process-owner.js'
import {listRuns} from '../../node/run-store.js'
import {loadProject} from '../load-job.js'
import {stateOf} from '../open-run.js'
import {unreadableRecord} from './unreadable-record.js'

/** A run's status as it is now: one whose process has died was interrupted. */
export type PresentStatus = RunStatus | 'interrupted'

/** A run that was found, and where. */
export interface KnownRun {
  readonly state: string
  readonly record: RunRecord
}

/** A run that was meant, and the later ones that may have been, of whatever job: their records cannot be read. */
export interface FoundRun extends KnownRun {
  readonly warnings: readonly Problem[]
}

export interface KnownRuns {
  readonly runs: readonly KnownRun[]
  /** The documents that should be records of runs, of whatever job, and cannot be read. */
  readonly unreadable: readonly string[]
}

/** All runs that somebody in this folder means, newest first; `job` is the file or the name of the job whose runs are meant. */
export async function knownRuns(job: string | undefined, cwd: string, env: NodeJS.ProcessEnv): Promise<KnownRuns> {
  const file = job === undefined ? undefined : resolve(cwd, job)
  const isFile = file !== undefined && (await exists(file))
  const states = isFile ? [await stateOfFile(file)] : await findStates(env, cwd)
  const stored = await Promise.all(states.map(async (state) => ({state, ...(await listRuns(state))})))
  const runs = stored
    .flatMap(({state, records}) => records.map((record): KnownRun => ({state, record})))
    .filter(({record}) => job === undefined || (isFile ? record.job_file === file : record.job === job))
  return {
    runs: runs.toSorted((a, b) => (a.record.started < b.record.started ? 1 : a.record.started > b.record.started ? -1 : 0)),
    unreadable: stored.flatMap(({unreadable}) => unreadable),
  }
}

async function stateOfFile(file: string): Promise<string> {
  const project = await loadProject(dirname(file))
  return stateOf({job: {file}, project: project.ok ? project.value : undefined})
}

/** The run that a text means: its id, a part of it that no other has, or the file or name of a job for its latest; by default the latest of all. */
export async function findRun(text: string | undefined, cwd: string, env: NodeJS.ProcessEnv): Promise<FoundRun> {
  if (text !== undefined && (await exists(resolve(cwd, text)))) {
    const ofFile = await knownRuns(text, cwd, env)
    const [latest] = ofFile.runs
    if (latest !== undefined) return latestOf(latest, ofFile.unreadable)
  }
  const {runs, unreadable} = await knownRuns(undefined, cwd, env)
  const [first, ...others] = text === undefined ? runs.slice(0, 1) : meantBy(text, runs)
  if (first !== undefined && others.length === 0)
    return text === undefined || text === first.record.job ? latestOf(first, unreadable) : {...first, warnings: []}
  if (first !== undefined && text !== undefined) {
    const some = [first, ...others].slice(0, 5).map(({record}) => record.run_id)
    throw new DataPyError([
      problem('run_not_found', `"${text}" means ${String(others.length + 1)} runs`, {hint: some.join(', ')}),
    ])
  }
  const damaged = unreadable.filter((file) => text === undefined || basename(dirname(file)).includes(text))
  if (damaged.length > 0) throw new DataPyError(firstProblems(damaged.map(unreadableRecord)))
  throw new DataPyError([
    problem(
      'run_not_found',
      text === undefined ? `there is no run in ${cwd}, above it or below it` : `there is no run "${text}"`,
      {
        hint: 'datapy list-runs lists those there are; name a job file, or set DATAPY_STATE_DIR',
      },
    ),
  ])
}

/** The latest run whose record can be read. The id of a run begins with the time at which it did. */
function latestOf(run: KnownRun, unreadable: readonly string[]): FoundRun {
  const later = unreadable.filter((file) => basename(dirname(file)) > run.record.run_id)
  return {...run, warnings: firstProblems(later.map(unreadableRecord))}
}

/** The runs that a text means: the latest of the job of that name, that of this id, or those whose ids hold it. */
function meantBy(text: string, runs: readonly KnownRun[]): readonly KnownRun[] {
  const exact = runs.find(({record}) => record.job === text) ?? runs.find(({record}) => record.run_id === text)
  return exact === undefined ? runs.filter(({record}) => record.run_id.includes(text)) : [exact]
}

/** The status of a run now: whether somebody still works on what its record calls running. */
export async function presentStatus({status, sessions}: RunRecord): Promise<PresentStatus> {
  if (status !== 'running') return status
  const open = sessions.filter(({ended}) => ended === null)
  const lives = await Promise.all(open.map(async ({process}) => await lifeOf(process)))
  return lives.some((life) => life !== 'ended') ? 'running' : 'interrupted'
}
