import type {DatasetReference} from '../../model/dataset.js'
import type {JsonValue} from '../../model/json.js'
import type {Problem} from '../../model/problem.js'
import type {RegistryEntry} from '../../model/registry.js'
import type {Result} from '../../model/result.js'
import type {StagedRename} from '../../model/run-record.js'
import type {StepProgress} from '../../run/running-step.js'

/** What a process apart is to run: its first line on stdin. */
export interface ApartTask {
  readonly name: string
  readonly entry: RegistryEntry
  /** With a reference to its file in place of each table. Secrets are in it: it goes through a pipe alone. */
  readonly params: Readonly<Record<string, unknown>>
  readonly globals: Readonly<Record<string, JsonValue>>
  readonly runId: string
  readonly registryFile: string
  readonly roots: readonly string[]
  /** Where runs are kept. */
  readonly state: string
  /** The folder of this run. */
  readonly folder: string
  /** Where the table of each output port goes. */
  readonly tables: Readonly<Record<string, string>>
  readonly memoryLimit?: string
  readonly watermark?: JsonValue
}

/** What the parent says after the task: that the mod is to stop, and why; or that its files have their names now, or shall not. */
export type ToApart = {readonly commit: boolean} | {readonly stop: readonly Problem[]}

/** A mod's outcome as a document that crosses a pipe: nothing in it is hidden yet. */
export interface ApartOutcome {
  readonly result: Result
  readonly references: Readonly<Record<string, DatasetReference>>
  readonly watermark?: JsonValue
}

/** What a process apart tells. */
export type FromApart =
  | {
      readonly log: readonly [
        level: 'debug' | 'error' | 'info' | 'warn',
        message: string,
        fields?: Readonly<Record<string, unknown>>,
      ]
    }
  | {readonly progress: StepProgress}
  /** It has succeeded, and its files wait for their names. */
  | {readonly sealed: ApartOutcome; readonly renames: readonly StagedRename[]}
  /** It is over, and there are no files to be named. */
  | {readonly ended: ApartOutcome}
  /** Nothing of its own is left: it can be ended. */
  | {readonly done: true}
