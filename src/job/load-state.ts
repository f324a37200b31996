import type {JsonValue} from '../model/json.js'
import {own} from '../model/own.js'
import type {StepEnded} from '../model/run-record.js'

/** The watermark of one step, and where it comes from. */
export interface KeptWatermark {
  readonly value: JsonValue
  /** What it was before; absent where there was none. */
  readonly previous?: JsonValue
  /** The run that left it; null where an operator set it. */
  readonly run: string | null
  readonly at: string
}

/** The watermarks of a job by the names of its steps; of an item of `_for_each`, `load[orders]`. */
export type LoadState = Readonly<Record<string, KeptWatermark>>

/** What a step begins with: a run that is gone on with after it has left its marks begins where it began. */
export function watermarkIn(state: LoadState, step: string, runId: string): JsonValue | undefined {
  const kept = own(state, step)
  return kept?.run === runId ? kept.previous : kept?.value
}

export interface Advanced {
  readonly state: LoadState
  /** Steps whose mark somebody changed after they had read: what they left does not count. */
  readonly overtaken: readonly string[]
}

/** The watermarks after a run that has succeeded. */
export function advance(state: LoadState, ends: Iterable<StepEnded>, runId: string, at: string): Advanced {
  const next: Record<string, KeptWatermark> = {...state}
  const overtaken: string[] = []
  for (const {watermark, fingerprint, result} of ends) {
    if (watermark === undefined || result.status === 'error') continue
    const {of, value} = watermark
    const begins = watermarkIn(state, of, runId)
    if (JSON.stringify(begins) !== JSON.stringify(fingerprint.watermark)) overtaken.push(of)
    else next[of] = {value, ...(begins !== undefined && {previous: begins}), run: runId, at}
  }
  return {state: next, overtaken}
}
