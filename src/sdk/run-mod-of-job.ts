import {join} from 'node:path'
import {checked} from '../errors/datapy-error.js'
import {problem} from '../errors/problem.js'
import type {DatasetReference} from '../model/dataset.js'
import type {JsonObject} from '../model/json.js'
import type {Checked, Problem} from '../model/problem.js'
import type {Result} from '../model/result.js'
import {latestRuns, openRunFolder} from '../node/run-folder.js'
import {modRunId} from '../node/run-id.js'
import {createRedactor} from '../params/redact.js'
import {failedReturn} from '../result/failed-return.js'
import {outputOf} from '../run/outputs.js'
import {planJob} from '../run/plan-job.js'
import type {JobSources, OutputOf} from '../run/job-sources.js'
import {runJobMod} from '../run/run-job.js'
import {identityOf, jobSources} from './job-sources.js'
import {loadJob} from './load-job.js'
import {modTypesOf, openRun, type OpenRun} from './open-run.js'
import {resultDocument} from './result-document.js'
import {totalsOf, type RunReport} from './run-report.js'
import type {RunSettings} from './settings.js'

/**
 * Runs one mod of a job file. What it refers to of other mods comes from what those left: in the run that
 * `settings.run` names, else each in its latest run of this job. Never throws for a user's or a mod's fault.
 */
export async function runModOfJob(
  file: string,
  name: string,
  settings: RunSettings,
  globalConfig: JsonObject = {},
): Promise<RunReport<Result>> {
  const started = new Date()
  const redactor = createRedactor()
  const loaded = await loadJob(file, settings.set)
  const mod = loaded.ok ? loaded.value.job.mods.find((one) => one.name === name) : undefined
  const runId = settings.run ?? modRunId(mod?.type ?? name)
  const failed = (problems: readonly Problem[]) => failedBefore(name, mod?.type ?? '', runId, redactor.value(problems))
  if (!loaded.ok) return failed(loaded.problems)
  const sources = jobSources(loaded.value, runId, globalConfig, redactor, started)
  const opened = await checked(
    openRun(
      {types: modTypesOf(sources.job), sources, label: name, redactor, started, keepTables: true, checkOnly: false},
      settings,
    ),
  )
  if (!opened.ok) return failed(opened.problems)
  const {world, folder, state, close} = opened.value
  try {
    const plan = await planJob(sources, world, name)
    if (!plan.ok || mod === undefined) return failed(plan.ok ? [] : plan.problems)
    const outputs = await outputsLeft(sources, [...(plan.value.needs.get(name) ?? [])], opened.value, settings.run)
    if (!outputs.ok) return failed(outputs.problems)
    const signal = settings.signal ?? new AbortController().signal
    const outcome = await runJobMod(sources, mod, outputs.value, {...plan.value, fused: new Set()}, world, signal)
    const document = resultDocument(outcome, redactor)
    await Promise.all([folder?.write(join('mods', name), document), folder?.write('result', document)])
    if (document.status !== 'error') await latestRuns(state, identityOf(sources)).record(name, runId)
    return {
      document,
      totals: totalsOf([document], world.registry),
      resultFile: folder === undefined ? null : join(folder.path, 'result.json'),
    }
  } finally {
    await close()
  }
}

/** Opens what the needed mods left, so that references to them can be answered. */
async function outputsLeft(
  sources: JobSources,
  needed: readonly string[],
  {world, state}: OpenRun,
  run: string | undefined,
): Promise<Checked<OutputOf>> {
  const latest = latestRuns(state, identityOf(sources))
  const left = new Map<string, Pick<Result, 'artifacts' | 'globals' | 'metrics'>>()
  const problems: Problem[] = []
  for (const name of needed) {
    const runId = run ?? (await latest.of(name))
    const document =
      runId === undefined
        ? undefined
        : ((await (await openRunFolder(state, runId)).read(join('mods', name))) as Result | undefined)
    if (document === undefined || document.status === 'error') {
      problems.push(notRunYet(name, sources, run))
      continue
    }
    const opened = await checked(openArtifacts(document, world.engine))
    if (opened.ok) left.set(name, {...document, artifacts: opened.value})
    else problems.push(...opened.problems)
  }
  if (problems.length > 0) return {ok: false, problems}
  return {
    ok: true,
    value: (name, path) => {
      const result = left.get(name)
      return result === undefined ? {found: 'no_such_mod'} : outputOf(result, path)
    },
  }
}

async function openArtifacts({artifacts}: Result, engine: OpenRun['world']['engine']): Promise<Record<string, unknown>> {
  const opened: Record<string, unknown> = {}
  for (const [port, value] of Object.entries(artifacts)) opened[port] = isReference(value) ? await engine.open(value) : value
  return opened
}

function isReference(value: unknown): value is DatasetReference {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'dataset' && 'path' in value
}

function notRunYet(name: string, {job}: JobSources, run: string | undefined): Problem {
  const where = run === undefined ? `no earlier run of ${job.name}` : `the run ${run}`
  return problem('not_run_yet', `${name} has left no output in ${where}`, {
    at: job.document.at(['mods', name]),
    hint: `first: datapy run-mod ${name} --params ${job.file}`,
  })
}

/** The result of a mod that did not get as far as running. */
function failedBefore(name: string, type: string, runId: string, errors: readonly Problem[]): RunReport<Result> {
  const logs = {log_file: null, run_id: runId, mod_type: type, mod_name: name}
  return {document: {...failedReturn(errors), execution_time: 0, logs}, totals: {}, resultFile: null}
}
