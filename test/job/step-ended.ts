import type {StepEnded} from '../../src/model/run-record.js'
import type {Result} from '../../src/model/result.js'

/** The journal's line of a step that has ended. */
export function stepEnded(step: string, status: Result['status']): StepEnded {
  const verdict =
    status === 'success'
      ? ({status, exit_code: 0} as const)
      : status === 'warning'
        ? ({status, exit_code: 10} as const)
        : ({status, exit_code: 30} as const)
  const logs = {log_file: null, run_id: 'run-1', mod_type: 't', mod_name: step}
  return {
    event: 'ended',
    step,
    at: '2026-11-02T00:00:02.000Z',
    attempt: 1,
    execution: `${step}-1`,
    fingerprint: {mod: 't@1.0.0', params: {}, files: [], needs: {}},
    result: {...verdict, metrics: {}, artifacts: {}, globals: {}, warnings: [], errors: [], execution_time: 1, logs},
    left: [],
    kept: false,
  }
}
