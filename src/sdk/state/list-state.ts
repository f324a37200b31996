import {resolve} from 'node:path'
import type {KeptWatermark} from '../../job/load-state.js'
import type {JsonObject} from '../../model/json.js'
import {exists} from '../../node/exists.js'
import {findStates} from '../../node/find-states.js'
import {jobFolders} from '../../node/job-folder.js'
import {readState} from '../../node/state-file.js'
import {openState, type StateSpec} from './change-state.js'

/** A watermark in a list. */
export interface ListedWatermark extends KeptWatermark {
  readonly job: string
  readonly job_file: string
  /** The `--set` values of the runs that it belongs to, secrets hidden. */
  readonly set: JsonObject
  readonly step: string
}

/** The watermarks of all jobs that somebody in this folder means, by job and step. Throws a DataPyError. */
export async function listState({
  job,
  set = [],
  cwd,
  env,
}: Omit<StateSpec, 'job'> & {readonly job: string | undefined}): Promise<readonly ListedWatermark[]> {
  const file = job === undefined ? undefined : resolve(cwd, job)
  if (job !== undefined && set.length > 0) return await watermarksIn((await openState({job, set, cwd, env})).folder)
  const states = await findStates(env, cwd)
  const isFile = file !== undefined && (await exists(file))
  const own = isFile ? [(await openState({job: file, cwd, env})).state] : states
  const folders = (await Promise.all(own.map(jobFolders))).flat()
  const listed = (await Promise.all(folders.map(watermarksIn))).flat()
  return listed
    .filter((one) => job === undefined || (isFile ? one.job_file === file : one.job === job))
    .toSorted((a, b) => (a.job_file < b.job_file ? -1 : a.job_file > b.job_file ? 1 : a.step < b.step ? -1 : 1))
}

async function watermarksIn(folder: string): Promise<readonly ListedWatermark[]> {
  const kept = await readState(folder)
  if (kept === undefined) return []
  const {job, job_file, set} = kept
  const given = Object.fromEntries(Object.entries(set).filter(([, values]) => JSON.stringify(values) !== '{}'))
  return Object.entries(kept.steps).map(([step, one]) => ({job, job_file, set: given, step, ...one}))
}
