import {join} from 'node:path'
import {checked} from '../errors/datapy-error.js'
import {exitCodeOfAll} from '../errors/problem.js'
import type {JsonObject} from '../model/json.js'
import type {Problem} from '../model/problem.js'
import type {JobResult, Result} from '../model/result.js'
import {latestRuns} from '../node/run-folder.js'
import {jobRunId} from '../node/run-id.js'
import {createRedactor} from '../params/redact.js'
import {runJob} from '../run/run-job.js'
import {jobNameOf, loadJob} from './load-job.js'
import {identityOf, jobSources} from './job-sources.js'
import {modTypesOf, openRun} from './open-run.js'
import {resultDocument} from './result-document.js'
import {totalsOf, type RunReport} from './run-report.js'
import type {RunSettings} from './settings.js'

/**
 * Runs all mods of a job file, and keeps its result, its log and the tables its mods leave in the run's folder. Never
 * throws for a user's or a mod's fault: what failed before any mod ran is the same document with its errors.
 */
export async function runJobFile(
  file: string,
  settings: RunSettings,
  globalConfig: JsonObject = {},
): Promise<RunReport<JobResult>> {
  const started = new Date()
  const redactor = createRedactor()
  const runId = jobRunId(jobNameOf(file), started)
  const loaded = await loadJob(file, settings.set)
  if (!loaded.ok) return failedBefore(file, runId, loaded.problems)
  const sources = jobSources(loaded.value, runId, globalConfig, redactor, started)
  const {job} = sources
  const opened = await checked(
    openRun(
      {types: modTypesOf(sources.job), sources, label: job.name, redactor, started, keepTables: true, checkOnly: false},
      settings,
    ),
  )
  if (!opened.ok) return failedBefore(file, runId, opened.problems)
  const run = opened.value
  try {
    const {world, folder} = run
    const latest = latestRuns(run.state, identityOf(sources))
    const documents: Record<string, Result> = {}
    const result = await runJob(sources, world, settings.signal ?? new AbortController().signal, async (name, outcome) => {
      documents[name] = resultDocument(outcome, redactor)
      await folder?.write(join('mods', name), documents[name])
      if (outcome.result.status !== 'error') await latest.record(name, runId)
    })
    const document = redactor.value({...result, mods: {...result.mods, ...documents}})
    await folder?.write('result', document)
    return {
      document,
      totals: totalsOf(Object.values(document.mods), world.registry),
      resultFile: folder === undefined ? null : join(folder.path, 'result.json'),
    }
  } finally {
    await run.close()
  }
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
