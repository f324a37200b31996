import {dirname, join, resolve} from 'node:path'
import {checked, DataPyError} from '../errors/datapy-error.js'
import {exitCodes, isExitCode, worstExitCode, type ExitCode} from '../errors/exit-codes.js'
import {exitCodeOfAll, problem} from '../errors/problem.js'
import {fixOf} from '../errors/file-fault.js'
import type {Problem} from '../model/problem.js'
import type {JobResult} from '../model/result.js'
import {findUpward} from '../node/find-upward.js'
import {stateFolder} from '../node/run-folder.js'
import {jobRunId} from '../node/run-id.js'
import {untilScriptEnds} from '../node/script-exit.js'
import {scriptSource} from '../node/script-source.js'
import {useRuntime} from './current-runtime.js'
import {jobNameOf, loadJob, type LoadedJob} from './load-job.js'
import {resultDocument} from './result-document.js'
import {totalsOf, type RunReport} from './run-report.js'
import {createRuntime, type Runtime} from './runtime.js'
import type {RunSettings} from './settings.js'

export interface ScriptRun {
  readonly script: string
  /** The job file whose globals and mod parameters the script gets. */
  readonly params?: string | undefined
  /** Sends what the script writes to stdout to stderr, so that stdout holds the answer alone. */
  readonly redirect: boolean
  /** Checks the script's syntax and the job's form, and runs nothing. */
  readonly checkOnly: boolean
}

/** A script's report. */
export interface ScriptReport extends RunReport<JobResult> {
  /** The script's own exit code where it set one, which may lie outside of the table; else that of the document. */
  readonly exitCode: number
}

/** How long a script may go on after the signal to stop. */
const graceMs = 3000

/** Runs a script with the SDK at hand. Its own exit code or thrown error becomes the run's; else its worst mod decides. */
export async function runScriptFile(run: ScriptRun, settings: RunSettings): Promise<ScriptReport> {
  const script = resolve(run.script)
  const started = performance.now()
  const runId = jobRunId(nameOf(script), new Date())
  const {problems, loaded} = await checkedBefore(run, script, settings)
  const seconds = () => Math.round(performance.now() - started) / 1000
  if (problems.length > 0 || run.checkOnly)
    return {...reportOf(script, runId, seconds(), problems), exitCode: exitCodeOfAll(problems)}
  const runtime = createRuntime({script, runId, loaded, settings, keepsUnnamed: true})
  const restore = useRuntime(runtime)
  try {
    const {errors, exitCode} = await runToEnd(script, run.redirect, settings.signal)
    const opened = await runtime.opened()
    const report = reportOf(script, runId, seconds(), runtime.redactor.value(errors), runtime, opened?.world.logFile ?? null)
    const written = await checked(opened?.folder?.write('result', report.document) ?? Promise.resolve())
    if (!written.ok) {
      const cut = reportOf(script, runId, seconds(), [...errors, ...written.problems], runtime, opened?.world.logFile ?? null)
      return {...cut, exitCode: cut.document.exit_code}
    }
    return {
      ...report,
      totals: opened === undefined ? {} : totalsOf(Object.values(report.document.mods), opened.world.registry),
      resultFile: opened?.folder === undefined ? null : join(opened.folder.path, 'result.json'),
      exitCode: exitCode ?? report.document.exit_code,
    }
  } finally {
    restore()
    await runtime.close()
  }
}

function nameOf(script: string): string {
  return jobNameOf(script).replace(/\.[cm]?[jt]sx?$/, '')
}

/** Everything that can be wrong before the script's first line. */
async function checkedBefore(
  run: ScriptRun,
  script: string,
  settings: RunSettings,
): Promise<{problems: readonly Problem[]; loaded?: LoadedJob}> {
  const problems: Problem[] = []
  const source = await scriptSource(script)
  if (!source.ok) problems.push(...source.problems)
  else if (run.checkOnly) {
    const {syntaxErrorOf} = await import('../node/load-script.js')
    const message = syntaxErrorOf(script, source.value)
    if (message !== undefined) problems.push(problem('script_failed', message, {at: {file: script}}))
  }
  if (run.params === undefined) return {problems}
  const loaded = await loadJob(run.params, settings.set)
  if (loaded.ok) return {problems, loaded: loaded.value}
  return {problems: [...problems, ...loaded.problems]}
}

async function runToEnd(
  script: string,
  redirect: boolean,
  signal: AbortSignal | undefined,
): Promise<{errors: readonly Problem[]; exitCode?: number | undefined}> {
  const {loadScript} = await import('../node/load-script.js')
  const sdk = await import('../index.js')
  const project = await findUpward('project_defaults.yaml', dirname(script)).catch(() => undefined)
  const cache = join(stateFolder(process.env, dirname(project ?? script)), 'cache')
  try {
    const exitCode = await untilScriptEnds(() => loadScript(script, sdk, cache), {redirect, stopped: stoppedAfter(signal)})
    return {errors: [], exitCode}
  } catch (error) {
    if (signal?.aborted === true && signal.reason instanceof DataPyError) return {errors: signal.reason.problems}
    if (error instanceof DataPyError) return {errors: error.problems}
    return {errors: [scriptProblem(script, error)]}
  }
}

/** Rejects when a script goes on for too long after the signal to stop. */
function stoppedAfter(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => {
      setTimeout(() => {
        reject(signal.reason as Error)
      }, graceMs).unref()
    })
  })
}

/** What a script threw, at its own line where the stack tells it. */
function scriptProblem(script: string, error: unknown): Problem {
  if (!(error instanceof Error)) return problem('script_failed', `the script threw ${String(error)}`, {at: {file: script}})
  const place = error.stack?.split('\n').find((line) => line.includes(script))
  const [, line, column] = /:(\d+):(\d+)\)?$/.exec(place ?? '') ?? []
  return problem('script_failed', error.message, {
    at: {file: script, ...(line !== undefined && {line: Number(line)}), ...(column !== undefined && {column: Number(column)})},
    hint: fixOf(error),
  })
}

function reportOf(
  script: string,
  runId: string,
  seconds: number,
  errors: readonly Problem[],
  runtime?: Runtime,
  logFile: string | null = null,
): RunReport<JobResult> {
  const results = [...(runtime?.outcomes ?? [])].map(
    ([name, outcome]) => [name, resultDocument(outcome, (runtime as Runtime).redactor)] as const,
  )
  const codes = results.map(([, {exit_code: code}]): ExitCode => (isExitCode(code) ? code : exitCodes.bug))
  const exitCode = worstExitCode([exitCodeOfAll(errors), ...codes])
  const document: JobResult = {
    status: exitCode === exitCodes.success ? 'success' : exitCode === exitCodes.warning ? 'warning' : 'error',
    exit_code: exitCode,
    job: nameOf(script),
    run_id: runId,
    execution_time: seconds,
    mods: Object.fromEntries(results),
    warnings: results.flatMap(([, {warnings}]) => warnings),
    errors: [...errors, ...results.flatMap(([, result]) => result.errors)],
    logs: {log_file: logFile, run_id: runId},
  }
  return {document, totals: {}, resultFile: null}
}
