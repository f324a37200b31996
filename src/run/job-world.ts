import type {DatasetReference} from '../model/dataset.js'
import type {JsonValue} from '../model/json.js'
import type {RegistryEntry} from '../model/registry.js'
import type {Result} from '../model/result.js'
import type {FileIdentity, JournalLine, StepState} from '../model/run-record.js'
import type {ModOutcome} from './run-mod.js'
import type {RunsApart} from './run-apart.js'
import type {OnStepEvent} from './step-events.js'
import type {World} from './world.js'

/** What an earlier process, or an earlier run of the same job, has left of a step. */
export interface EarlierStep {
  readonly state: StepState
  /** The run it was in, where that is another one. */
  readonly run?: string
}

/** The world of a job's run, which is written down as it goes, so that another process can go on with it. */
export interface JobWorld extends World {
  /** Writes a line of the run's journal. */
  note(line: JournalLine): void
  /** Resolves when all lines so far are on the disk. */
  synced(): Promise<void>
  /** What this run has of a step from processes before this one, else what the run before it has. */
  earlier(step: string): Promise<EarlierStep | undefined>
  /** A file as a step of this run has left it, in processes before this one; undefined for one that none has written. */
  leftHere(path: string): FileIdentity | undefined
  /** Takes a table of another run over into this one. */
  adopt(modName: string, port: string, reference: DatasetReference): Promise<DatasetReference>
  /** What a step begins with, by its name or that of one with its item; see LeftWatermark. */
  watermark(of: string): JsonValue | undefined
  /** What a mod's package is: changes when it does. */
  modIdentity(entry: RegistryEntry): Promise<string>
  /** An outcome as a document: tables as references, secrets hidden. */
  document(outcome: ModOutcome): Result
  /** A value without secrets. */
  redact<T>(value: T): T
  /** Names an execution among all others. */
  newExecution(): string
  /** Resolves after so many seconds, or when the signal is aborted. */
  pause(seconds: number, signal: AbortSignal): Promise<void>
  /** From 0 to 1. */
  random(): number
  /** Runs a mod in a process of its own; absent where nothing is kept. */
  readonly apart?: RunsApart | undefined
  readonly onStep: OnStepEvent
}
