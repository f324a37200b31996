import {problemsIn} from '../errors/datapy-error.js'
import {exitCodes, isExitCode, worstExitCode} from '../errors/exit-codes.js'
import {exitCodeOfAll} from '../errors/problem.js'
import type {Problem} from '../model/problem.js'
import type {JobResult} from '../model/result.js'
import {readSteps} from '../node/run-store.js'
import type {OpenJobRun} from './job-run.js'

/**
 * The problems of a run that could not write down what it did: the disk is full, or fails. Its mods may have run, so none
 * of them is one of validation. Anything else is a bug, and is thrown.
 */
export function faultsOf(error: unknown): readonly Problem[] {
  const problems = problemsIn(error)
  if (problems === undefined) throw error
  return problems.map((one) => (one.code === 'state_unwritable' ? {...one, code: 'disk_fault'} : one))
}

/** The document of a job that was cut short by its disk: what is written down of each step, as far as that can be read. */
export async function cutShort({sources, run, redactor}: OpenJobRun, error: unknown, seconds: number): Promise<JobResult> {
  const faults = redactor.value(faultsOf(error))
  const steps = await readSteps(run.state, sources.run.id).catch(() => undefined)
  const mods = Object.fromEntries(
    sources.job.mods.map(({name}) => {
      const result = steps?.get(name)?.ended?.result
      return [name, result ?? {status: 'skipped' as const, reason: 'the run was cut short'}]
    }),
  )
  const results = Object.values(mods).filter((result) => result.status !== 'skipped')
  return {
    status: 'error',
    exit_code: worstExitCode([
      exitCodeOfAll(faults),
      ...results.map(({exit_code: code}) => (isExitCode(code) ? code : exitCodes.bug)),
    ]),
    job: sources.job.name,
    run_id: sources.run.id,
    execution_time: seconds,
    mods,
    warnings: results.flatMap(({warnings}) => warnings),
    errors: [...faults, ...results.flatMap(({errors}) => errors)],
    logs: {log_file: run.world.logFile, run_id: sources.run.id},
  }
}
