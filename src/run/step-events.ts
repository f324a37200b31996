import type {Result} from '../model/result.js'
import type {RunningStep} from './running-step.js'

/** What happens to the steps of a run, as it happens, for whoever shows it. */
export type StepEvent =
  /** A run that was begun before is gone on with. */
  | {readonly event: 'continued'; readonly runId: string; readonly started: string}
  | {readonly event: 'planned'; readonly runId: string; readonly steps: readonly {readonly name: string; readonly type: string}[]}
  /** It is not run, because what it depends on failed, or because it was not asked for. */
  | {readonly event: 'skipped'; readonly name: string; readonly reason: string}
  /** What it came to before is taken over: it is finished, and nothing that it depends on has changed. */
  | {readonly event: 'reused'; readonly name: string; readonly reason: string; readonly result: Result}
  | {readonly event: 'begun'; readonly name: string; readonly reason: string; readonly step: RunningStep}
  /** It failed and is tried again after so many seconds; `attempt` is the one that failed, from 1. */
  | {
      readonly event: 'retrying'
      readonly name: string
      readonly attempt: number
      readonly seconds: number
      readonly message: string
    }
  | {readonly event: 'ended'; readonly name: string; readonly result: Result}

export type OnStepEvent = (event: StepEvent) => void
