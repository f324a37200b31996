import type {RunRecord, RunSession} from '../model/run-record.js'
import type {JobFolder} from '../node/job-folder.js'
import {ownPackage} from '../node/own-package.js'
import {thisProcess} from '../node/process-owner.js'
import type {JobSources} from '../run/job-sources.js'
import {identityOf} from './job-sources.js'
import type {LoadedJob} from './load-job.js'
import {recordedSteps} from './recorded-steps.js'
import {runCommand} from './run-command.js'
import type {RunSettings} from './settings.js'

/** The record of a run that begins. */
export async function newRecord(
  folder: JobFolder,
  sources: JobSources,
  settings: RunSettings,
  started: Date,
): Promise<RunRecord> {
  const {job, set, run} = sources
  return {
    run_id: run.id,
    job: job.name,
    job_file: job.file,
    identity: identityOf(sources),
    set: {globals: set.globals, mods: set.mods},
    status: 'running',
    exit_code: null,
    started: started.toISOString(),
    ended: null,
    // What the registry adds comes when the run ends: one that is killed is looked at, too.
    steps: recordedSteps(sources, {mods: {}}),
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
