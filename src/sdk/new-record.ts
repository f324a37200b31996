import type {RunRecord, RunSession} from '../model/run-record.js'
import type {JobFolder} from '../node/job-folder.js'
import {ownPackage} from '../node/own-package.js'
import {thisProcess} from '../node/process-owner.js'
import {identityOf} from './job-sources.js'
import type {LoadedJob} from './load-job.js'
import {runCommand} from './run-command.js'
import type {RunSettings} from './settings.js'

/** The record of a run that begins. */
export async function newRecord(
  folder: JobFolder,
  loaded: LoadedJob,
  settings: RunSettings,
  runId: string,
  started: Date,
): Promise<RunRecord> {
  const {job, set} = loaded
  return {
    run_id: runId,
    job: job.name,
    job_file: job.file,
    identity: identityOf(loaded),
    set: {globals: set.globals, mods: set.mods},
    status: 'running',
    exit_code: null,
    started: started.toISOString(),
    ended: null,
    steps: [],
    sessions: [],
    totals: {},
    previous: settings.restart === true ? null : ((await folder.latest())?.run_id ?? null),
  }
}

/** What a process notes of itself when it begins or goes on with a run. */
export async function sessionOf(
  started: Date,
  {job}: LoadedJob,
  settings: RunSettings,
  step: string | undefined,
): Promise<RunSession> {
  return {
    started: started.toISOString(),
    ended: null,
    process: await thisProcess(),
    datapy: ownPackage().version,
    node: process.versions.node,
    log_file: null,
    command: runCommand(job.file, settings, step),
  }
}
