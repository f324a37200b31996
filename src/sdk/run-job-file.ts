import {join} from 'node:path'
import {checked} from '../errors/datapy-error.js'
import {exitCodeOfAll} from '../errors/problem.js'
import type {JsonObject} from '../model/json.js'
import type {Problem} from '../model/problem.js'
import type {JobResult} from '../model/result.js'
import {processors} from '../node/processors.js'
import {jobRunId} from '../node/run-id.js'
import {runJob} from '../run/run-job.js'
import {cutShort} from './cut-short.js'
import {openJobRun, type OpenJobRun} from './job-run.js'
import {jobNameOf, loadJob} from './load-job.js'
import {runCommand} from './run-command.js'
import {runStatus} from '../job/run-status.js'
import {totalsOf, type RunReport} from './run-report.js'
import type {RunSettings} from './settings.js'

/**
 * Runs a job file, or goes on with its latest run where that is unfinished, and keeps its result, its log, its journal and
 * the tables its mods leave in the run's folder. Never throws for a user's or a mod's fault: what failed before any mod
 * ran is the same document with its errors.
 */
export async function runJobFile(
  file: string,
  settings: RunSettings,
  globalConfig: JsonObject = {},
): Promise<RunReport<JobResult>> {
  const started = new Date()
  const refused = (problems: readonly Problem[]) => failedBefore(file, jobRunId(jobNameOf(file), started), problems)
  const loaded = await loadJob(file, settings.set)
  if (!loaded.ok) return refused(loaded.problems)
  const opened = await checked(openJobRun({loaded: loaded.value, settings, globalConfig, started}))
  if (!opened.ok) return refused(opened.problems)
  try {
    return await runOpened(opened.value, settings)
  } catch (error) {
    const document = await cutShort(opened.value, error, (Date.now() - started.getTime()) / 1000)
    const totals = totalsOf(Object.values(document.mods), opened.value.world.registry)
    return {document, totals, resultFile: null, goOn: runCommand(loaded.value.job.file, settings)}
  } finally {
    await opened.value.close()
  }
}

async function runOpened(opened: OpenJobRun, settings: RunSettings): Promise<RunReport<JobResult>> {
  const {world, sources, run, redactor, continued} = opened
  if (continued !== undefined) {
    const {run_id: runId, started: begun} = continued
    world.logger('').info(`goes on with the run ${runId} of ${begun.slice(0, 19)}Z`)
    world.onStep({event: 'continued', runId, started: begun})
  }
  const {folder} = run
  const ran = await runJob(sources, world, settings.signal ?? new AbortController().signal, {
    selection: settings.selection ?? {},
    concurrency: settings.concurrency ?? processors(),
    timeout: settings.timeout,
  })
  const document = redactor.value(ran.result)
  await folder?.write('result', document)
  const totals = totalsOf(Object.values(document.mods), world.registry)
  await opened.end((steps) => {
    const status = runStatus(sources.job, document.status, steps)
    return {status, exit_code: document.exit_code, totals}
  })
  const resultFile = folder === undefined ? null : join(folder.path, 'result.json')
  // A job that was refused has not got anywhere.
  const isOver = document.status !== 'error' || Object.keys(document.mods).length === 0
  return {document, totals, resultFile, ...(!isOver && {goOn: runCommand(sources.job.file, settings)})}
}

/** The document of a job that failed before any of its mods ran. */
export function failedBefore(file: string, runId: string, errors: readonly Problem[]): RunReport<JobResult> {
  const document: JobResult = {
    status: 'error',
    exit_code: exitCodeOfAll(errors),
    job: jobNameOf(file),
    run_id: runId,
    execution_time: 0,
    mods: {},
    warnings: [],
    errors,
    logs: {log_file: null, run_id: runId},
  }
  return {document, totals: {}, resultFile: null}
}
