import {dirname, join} from 'node:path'
import {DataPyError} from '../errors/datapy-error.js'
import {problem} from '../errors/problem.js'
import type {JsonObject} from '../model/json.js'
import type {RunRecord, StepState} from '../model/run-record.js'
import {clearUp} from '../node/clear-up.js'
import {openJobFolder, type JobFolder} from '../node/job-folder.js'
import {nextJournal, openJournal, type Journal} from '../node/journal.js'
import {jobRunId, modRunId} from '../node/run-id.js'
import {readRun, readSteps} from '../node/run-store.js'
import {readState} from '../node/state-file.js'
import {watermarkIn} from '../job/load-state.js'
import {createRedactor, type Redactor} from '../params/redact.js'
import type {JobSources} from '../run/job-sources.js'
import type {JobWorld} from '../run/job-world.js'
import {identityOf, jobSources} from './job-sources.js'
import {completeSteps, recordedWorld} from './job-world.js'
import type {LoadedJob} from './load-job.js'
import {modTypesOf, openRun, stateOf, type OpenRun} from './open-run.js'
import {newRecord, sessionOf} from './new-record.js'
import {commitWatermarks} from './state/commit-watermarks.js'
import {recordedSteps} from './recorded-steps.js'
import {secretsOfJob} from './secrets-of-job.js'
import type {RunSettings} from './settings.js'

/** A run of a job that is open: taken, with its log, its journal and its world. */
export interface OpenJobRun {
  readonly sources: JobSources
  readonly world: JobWorld
  readonly run: OpenRun
  readonly redactor: Redactor
  /** Set where the run was begun by a process before this one. */
  readonly continued: RunRecord | undefined
  /** Writes down how this process leaves the run; nobody else does so meanwhile. */
  end(outcome: (steps: ReadonlyMap<string, StepState>) => Pick<RunRecord, 'exit_code' | 'status' | 'totals'>): Promise<void>
  close(): Promise<void>
}

export interface JobRunSpec {
  readonly loaded: LoadedJob
  readonly settings: RunSettings
  readonly globalConfig: JsonObject
  readonly started: Date
  /** The one step that is to be run; else the job. */
  readonly step?: string | undefined
}

/**
 * Takes a job, or one step of it, for this process, and opens its run: the latest where that is unfinished, else a new
 * one. Throws a DataPyError.
 */
export async function openJobRun({loaded, settings, globalConfig, started, step}: JobRunSpec): Promise<OpenJobRun> {
  const redactor = createRedactor()
  const {job} = loaded
  const state = stateOf(loaded)
  const folder = await openJobFolder(state, identityOf(loaded))
  const releaseJob = step === undefined ? await folder.take('job') : undefined
  const opened: {release?: () => Promise<void>; run?: OpenRun; journal?: Journal} = {...(releaseJob && {release: releaseJob})}
  const close = async () => {
    await opened.run?.close()
    // The lock of a process that has ended is passed over.
    for (const part of [opened.journal?.close, opened.release]) await clearUp(part)
  }
  try {
    const session = await sessionOf(started, loaded, settings, step)
    const {record, continued, lost} = await folder.alone(async () => {
      const chosen = checkIsOf(loaded, await chooseRun(folder, state, settings, step))
      const runId = settings.run ?? (step === undefined ? jobRunId(job.name, started) : modRunId(typeOf(step, loaded)))
      const fresh =
        chosen ?? (await newRecord(folder, jobSources(loaded, runId, globalConfig, redactor, started), settings, started))
      // A job that was changed before it is gone on with may name others.
      const secrets = secretsOfJob(jobSources(loaded, fresh.run_id, globalConfig, redactor, started))
      const record = {
        ...fresh,
        status: 'running' as const,
        exit_code: null,
        ended: null,
        sessions: [...fresh.sessions, session],
        secrets: [...new Set([...(fresh.secrets ?? []), ...secrets])],
      }
      const lost = chosen === undefined ? await folder.lost() : undefined
      await folder.record(record)
      return {record, continued: chosen, lost}
    })
    if (step !== undefined) opened.release = await folder.take({run: record.run_id, step})
    const sources = jobSources(loaded, record.run_id, globalConfig, redactor, new Date(record.started))
    const run = (opened.run = await openRun(
      {types: modTypesOf(job), sources, label: step ?? job.name, redactor, started, keepTables: true, checkOnly: false},
      settings,
    ))
    if (lost !== undefined) run.world.logger('').warn(`the record of the latest run cannot be read, so a new one begins: ${lost}`)
    const path = run.folder?.path ?? dirname(job.file)
    const journal = (opened.journal = openJournal(path, await nextJournal(path), [join(path, 'run.json'), folder.pointer]))
    const before = continued === undefined ? new Map<string, StepState>() : await readSteps(state, record.run_id)
    const own = step === undefined ? before : new Map([...before].filter(([name]) => isOf(step, name)))
    const completed = await completeSteps(own, journal)
    for (const name of completed)
      run.world.logger(name).info('its files have their names now, which a killed process left undone')
    const states = completed.length > 0 ? await readSteps(state, record.run_id) : before
    const previous = settings.run === undefined && settings.restart !== true ? (record.previous ?? undefined) : undefined
    const kept = await readState(folder.path)
    const watermarks = (of: string) => watermarkIn(kept?.steps ?? {}, of, record.run_id)
    const world = recordedWorld(run, {journal, states, previous, redactor, watermarks, onStep: settings.onStep})
    const steps = recordedSteps(sources, run.world.registry)
    return {
      sources,
      world,
      run,
      redactor,
      continued,
      async end(outcome) {
        await journal.synced()
        await folder.alone(async () => {
          const latest = (await readRun(state, record.run_id)) ?? record
          const ended = new Date().toISOString()
          const sessions = latest.sessions.map((one) =>
            one.started === session.started && one.process.pid === session.process.pid
              ? {...one, ended, log_file: run.world.logFile}
              : one,
          )
          const set = redactor.value(record.set)
          const left = await readSteps(state, record.run_id)
          const came = outcome(left)
          // Before the record says that the run is over: who goes on with it comes to the same marks.
          if (came.status === 'success' || came.status === 'warning') {
            const {overtaken} = await commitWatermarks(
              folder.path,
              {job: record.job, job_file: record.job_file, set},
              left,
              record.run_id,
            )
            for (const of of overtaken)
              run.world.logger('').warn(`the watermark of ${of} was changed meanwhile, and stays as it is now`)
          }
          await folder.record({...latest, ...came, set, ended, steps, sessions}, {durable: true})
        })
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

function typeOf(step: string, {job}: LoadedJob): string {
  const type = job.mods.find(({name}) => name === step)?.type ?? ''
  // It is to be a folder's name, whatever the job says.
  return /^[a-z]\w*$/i.test(type) ? type : 'mod'
}

/** Whether a name in the journal is that of a step, or of one of its items. */
function isOf(step: string, name: string): boolean {
  return name === step || name.startsWith(`${step}[`)
}

/** The run that is gone on with, or nothing where a new one is begun. */
async function chooseRun(
  folder: JobFolder,
  state: string,
  {run, restart}: RunSettings,
  step: string | undefined,
): Promise<RunRecord | undefined> {
  if (run !== undefined) return await readRun(state, run)
  const latest = await folder.latest()
  // To begin one step anew does not begin all of them anew.
  return restart === true && step === undefined ? undefined : unfinished(latest)
}

/** The run that is gone on with: the latest, unless it came to its end. */
export function unfinished(latest: RunRecord | undefined): RunRecord | undefined {
  return latest?.status === 'success' || latest?.status === 'warning' ? undefined : latest
}

function checkIsOf(loaded: LoadedJob, record: RunRecord | undefined): RunRecord | undefined {
  if (record === undefined || record.identity === identityOf(loaded)) return record
  throw new DataPyError([
    problem('run_of_other_job', `the run ${record.run_id} is one of ${record.job_file}, or of other --set values`, {
      hint: 'name another id with --run',
    }),
  ])
}
