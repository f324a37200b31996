import {advance, type Advanced} from '../../job/load-state.js'
import type {StepState} from '../../model/run-record.js'
import {readState, writeState, type StateDocument} from '../../node/state-file.js'

/** Keeps the watermarks that the steps of a run have left. */
export async function commitWatermarks(
  jobFolder: string,
  job: Omit<StateDocument, 'steps'>,
  steps: ReadonlyMap<string, StepState>,
  runId: string,
): Promise<Advanced> {
  const before = (await readState(jobFolder))?.steps ?? {}
  const ends = [...steps.values()].flatMap(({ended}) => ended ?? [])
  const advanced = advance(before, ends, runId, new Date().toISOString())
  if (JSON.stringify(advanced.state) !== JSON.stringify(before)) await writeState(jobFolder, {...job, steps: advanced.state})
  return advanced
}
