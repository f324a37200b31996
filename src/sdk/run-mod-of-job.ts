import {join} from 'node:path'
import {checked} from '../errors/datapy-error.js'
import type {JsonObject} from '../model/json.js'
import {own} from '../model/own.js'
import type {Problem} from '../model/problem.js'
import type {Result} from '../model/result.js'
import {modRunId} from '../node/run-id.js'
import {runStatus} from '../job/run-status.js'
import {failedReturn} from '../result/failed-return.js'
import {runJob} from '../run/run-job.js'
import {openJobRun} from './job-run.js'
import {faultsOf} from './cut-short.js'
import {loadJob} from './load-job.js'
import {runCommand} from './run-command.js'
import {totalsOf, type RunReport} from './run-report.js'
import type {RunSettings} from './settings.js'

/**
 * Runs one mod of a job file as a step of the job's latest run that is unfinished, or of the one that `settings.run` names.
 * What it refers to of other mods comes from what those left there, else from the latest run in which they succeeded.
 * Never throws for a user's or a mod's fault.
 */
export async function runModOfJob(
  file: string,
  name: string,
  settings: RunSettings,
  globalConfig: JsonObject = {},
): Promise<RunReport<Result>> {
  const started = new Date()
  const loaded = await loadJob(file, settings.set)
  const type = loaded.ok ? (loaded.value.job.mods.find((one) => one.name === name)?.type ?? '') : ''
  const refused = (problems: readonly Problem[], runId = settings.run ?? modRunId(type === '' ? name : type)) =>
    failedBefore(name, type, runId, problems)
  if (!loaded.ok) return refused(loaded.problems)
  const opened = await checked(openJobRun({loaded: loaded.value, settings, globalConfig, started, step: name}))
  if (!opened.ok) return refused(opened.problems)
  const {world, sources, run, redactor} = opened.value
  try {
    const signal = settings.signal ?? new AbortController().signal
    const ran = await runJob(sources, world, signal, {selection: {}, concurrency: 1, mod: name, again: settings.restart})
    const document = redactor.value(own(ran.result.mods, name))
    const isRun = document !== undefined && document.status !== 'skipped'
    const totals = isRun ? totalsOf([document], world.registry) : {}
    const ended = opened.value.end((steps) => {
      const results = sources.job.mods.flatMap((mod) => steps.get(mod.name)?.ended?.result ?? [])
      const status = runStatus(sources.job, ran.result.status, steps)
      return {status, exit_code: ran.result.exit_code, totals: totalsOf(results, world.registry)}
    })
    await Promise.all([ended, isRun ? run.folder?.write(join('mods', name), document) : undefined])
    if (!isRun) return refused(redactor.value(ran.result.errors), world.runId)
    const resultFile = run.folder === undefined ? null : join(run.folder.path, 'mods', `${name}.json`)
    const isOver = document.status !== 'error'
    return {document, totals, resultFile, ...(!isOver && {goOn: runCommand(sources.job.file, settings, name)})}
  } catch (error) {
    return refused(redactor.value(faultsOf(error)), world.runId)
  } finally {
    await opened.value.close()
  }
}

/** The result of a mod that did not get as far as running. */
function failedBefore(name: string, type: string, runId: string, errors: readonly Problem[]): RunReport<Result> {
  const logs = {log_file: null, run_id: runId, mod_type: type, mod_name: name}
  return {document: {...failedReturn(errors), execution_time: 0, logs}, totals: {}, resultFile: null}
}
