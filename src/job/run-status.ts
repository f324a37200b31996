import type {Job} from '../model/job.js'
import type {RunStatus, StepState} from '../model/run-record.js'

/**
 * How a run stands when a process leaves it whose part ended with this status: finished when every step of the job has
 * succeeded, whichever process ran it.
 */
export function runStatus(
  {mods}: Pick<Job, 'mods'>,
  status: 'error' | 'success' | 'warning',
  steps: ReadonlyMap<string, StepState>,
): RunStatus {
  const ended = mods.map(({name}) => {
    const step = steps.get(name)
    return step === undefined || step.isOpen ? undefined : step.ended?.result.status
  })
  if (status === 'error' || ended.includes('error')) return 'error'
  if (ended.includes(undefined)) return 'partial'
  return ended.includes('warning') ? 'warning' : 'success'
}
