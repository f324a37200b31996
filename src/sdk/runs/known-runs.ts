import {resolve} from 'node:path'
import {DataPyError} from '../../errors/datapy-error.js'
import {problem} from '../../errors/problem.js'
import type {RunRecord, RunStatus} from '../../model/run-record.js'
import {exists} from '../../node/exists.js'
import {findStates} from '../../node/find-states.js'
import {lifeOf} from '../../node/process-owner.js'
import {listRuns} from '../../node/run-store.js'
import {loadProject} from '../load-job.js'
import {stateOf} from '../open-run.js'
import {dirname} from 'node:path'

/** A run's status as it is now: one whose process has died was interrupted. */
export type PresentStatus = RunStatus | 'interrupted'

/** A run that was found, and where. */
export interface KnownRun {
  readonly state: string
  readonly record: RunRecord
}

/** All runs that somebody in this folder means, newest first; `job` is the file or the name of the job whose runs are meant. */
export async function knownRuns(job: string | undefined, cwd: string, env: NodeJS.ProcessEnv): Promise<readonly KnownRun[]> {
  const file = job === undefined ? undefined : resolve(cwd, job)
  const isFile = file !== undefined && (await exists(file))
  const states = isFile ? [await stateOfFile(file)] : await findStates(env, cwd)
  const lists = await Promise.all(
    states.map(async (state) => (await listRuns(state)).map((record): KnownRun => ({state, record}))),
  )
  const runs = lists.flat().filter(({record}) => job === undefined || (isFile ? record.job_file === file : record.job === job))
  return runs.toSorted((a, b) => (a.record.started < b.record.started ? 1 : a.record.started > b.record.started ? -1 : 0))
}

async function stateOfFile(file: string): Promise<string> {
  const project = await loadProject(dirname(file))
  return stateOf({job: {file}, project: project.ok ? project.value : undefined})
}

/** The run that a text means: its id, a part of it that no other has, or the file or name of a job for its latest; by default the latest of all. */
export async function findRun(text: string | undefined, cwd: string, env: NodeJS.ProcessEnv): Promise<KnownRun> {
  if (text !== undefined) {
    const ofJob = await knownRuns(text, cwd, env)
    if (ofJob[0] !== undefined) return ofJob[0]
  }
  const all = await knownRuns(undefined, cwd, env)
  const named = text === undefined ? all.slice(0, 1) : all.filter(({record}) => record.run_id === text)
  const found = named.length > 0 || text === undefined ? named : all.filter(({record}) => record.run_id.includes(text))
  const [first, second] = found
  if (first !== undefined && second === undefined) return first
  if (first !== undefined && text !== undefined) {
    const some = found.slice(0, 5).map(({record}) => record.run_id)
    throw new DataPyError([problem('run_not_found', `"${text}" means ${String(found.length)} runs`, {hint: some.join(', ')})])
  }
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

/** The status of a run now: whether somebody still works on what its record calls running. */
export async function presentStatus({status, sessions}: RunRecord): Promise<PresentStatus> {
  if (status !== 'running') return status
  const open = sessions.filter(({ended}) => ended === null)
  const lives = await Promise.all(open.map(async ({process}) => await lifeOf(process)))
  return lives.some((life) => life !== 'ended') ? 'running' : 'interrupted'
}
