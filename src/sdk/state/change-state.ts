import {resolve} from 'node:path'
import {DataPyError} from '../../errors/datapy-error.js'
import {didYouMean} from '../../errors/nearest.js'
import {problem} from '../../errors/problem.js'
import type {KeptWatermark, LoadState} from '../../job/load-state.js'
import type {JsonValue} from '../../model/json.js'
import {jobFolderOf, openJobFolder} from '../../node/job-folder.js'
import {readState, writeState} from '../../node/state-file.js'
import {flowValue} from '../../params/flow-value.js'
import {identityOf} from '../job-sources.js'
import {loadJob, type LoadedJob} from '../load-job.js'
import {stateOf} from '../open-run.js'

/** A job whose watermarks are meant. */
export interface StateSpec {
  /** Its file. */
  readonly job: string
  readonly set?: readonly string[] | undefined
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
}

export interface ClearedWatermark extends KeptWatermark {
  readonly step: string
}

/** Sets the watermark of a step, whose next run begins there. Throws a DataPyError. */
export async function setState(
  spec: StateSpec,
  step: string,
  text: string,
): Promise<{readonly value: JsonValue; readonly before: JsonValue | undefined}> {
  const read = flowValue(text)
  const value = read === undefined ? text : read
  return await change(spec, (before, {job}) => {
    const name = /^(\w+)(\[.*\])?$/s.exec(step)
    const mod = job.mods.find((one) => one.name === name?.[1])
    const isEach = mod?.options['_for_each'] !== undefined
    if (mod === undefined || isEach !== (name?.[2] !== undefined)) throw new DataPyError([noStep(step, job, mod !== undefined)])
    const kept = {value, run: null, at: new Date().toISOString()}
    return {steps: {...before, [step]: kept}, said: {value, before: before[step]?.value}}
  })
}

/** Forgets the watermark of a step, or all of a job. Throws a DataPyError. */
export async function clearState(spec: StateSpec, step: string | undefined): Promise<readonly ClearedWatermark[]> {
  return await change(spec, (before, {job}) => {
    if (step !== undefined && !Object.hasOwn(before, step))
      throw new DataPyError([
        problem('no_state', `${step} of ${job.name} has no watermark`, {
          hint: didYouMean(step, Object.keys(before)) ?? 'datapy list-state shows what there is; is a --set missing?',
        }),
      ])
    const isMeant = (name: string) => step === undefined || name === step
    const entries = Object.entries(before)
    return {
      steps: Object.fromEntries(entries.filter(([name]) => !isMeant(name))),
      said: entries.flatMap(([name, kept]) => (isMeant(name) ? [{step: name, ...kept}] : [])),
    }
  })
}

/** The job that is meant, and where its watermarks are kept. Throws a DataPyError. */
export async function openState({job, set = [], cwd}: StateSpec) {
  const loaded = await loadJob(resolve(cwd, job), set)
  if (!loaded.ok) throw new DataPyError(loaded.problems)
  const state = stateOf(loaded.value)
  const identity = identityOf(loaded.value)
  return {loaded: loaded.value, state, identity, folder: jobFolderOf(state, identity)}
}

/** Changes the watermarks of a job while nobody runs it. */
async function change<T>(
  spec: StateSpec,
  work: (before: LoadState, loaded: LoadedJob) => {readonly steps: LoadState; readonly said: T},
): Promise<T> {
  const {loaded, state, identity} = await openState(spec)
  const folder = await openJobFolder(state, identity)
  const release = await folder.take('job')
  try {
    const kept = await readState(folder.path)
    const {steps, said} = work(kept?.steps ?? {}, loaded)
    const {job, set} = loaded
    await writeState(folder.path, {
      job: job.name,
      job_file: job.file,
      set: kept?.set ?? {globals: set.globals, mods: set.mods},
      steps,
    })
    return said
  } finally {
    await release()
  }
}

function noStep(step: string, job: LoadedJob['job'], isThere: boolean) {
  const names = job.mods.map(({name}) => name)
  return problem('not_in_job', `the job has no step "${step}" that a watermark could belong to`, {
    hint: isThere
      ? 'a mod with _for_each has one for each item, as in load[orders], and one without has none'
      : (didYouMean(step, names) ?? `its mods are ${names.join(', ')}`),
  })
}
