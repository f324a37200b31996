import type {LogLevel} from '../node/run-log.js'
import type {Redactor} from '../params/redact.js'
import type {JobSources} from '../run/job-sources.js'
import type {Selection} from '../run/selection.js'
import type {OnStepEvent} from '../run/step-events.js'
import type {ShowStep} from './watch-steps.js'

/** How a run is to be done, apart from what it is about. All of it has a default. */
export interface RunSettings {
  /** The registry file; else DATAPY_REGISTRY, else the nearest registry.json. */
  readonly registry?: string | undefined
  /** Wins over `globals.log_level`. */
  readonly logLevel?: LogLevel | undefined
  /** How log lines look on stderr, and the least level there; undefined: none. `write` takes them where stderr does not. */
  readonly stderr?:
    | {readonly format: 'json' | 'text'; readonly level?: LogLevel; readonly write?: ((line: string) => void) | undefined}
    | undefined
  /** How much memory the data engine may take: `512MB`, `1.5GiB`, `50%`. Wins over DATAPY_MEMORY_LIMIT. */
  readonly memoryLimit?: string | undefined
  /** Shows each mod while it runs. */
  readonly show?: ShowStep | undefined
  /** Told what happens to each step of a job. */
  readonly onStep?: OnStepEvent | undefined
  /** `mod.param=value` and `globals.name=value`, as given on the command line. */
  readonly set?: readonly string[]
  /** Aborted to stop the run; its reason is told as the problem. */
  readonly signal?: AbortSignal
  /** Which steps of a job are asked for. Default: all. */
  readonly selection?: Selection | undefined
  /** Begin anew: nothing that was finished before counts. */
  readonly restart?: boolean | undefined
  /** How many mods run at the same time. Default: as many as there are processors. */
  readonly concurrency?: number | undefined
  /** Seconds that a job may take; wins over its own `timeout`. */
  readonly timeout?: number | undefined
  /** The run that a mod takes its inputs from and leaves its outputs in. */
  readonly run?: string | undefined
}

/** What a run is about. */
export interface RunSpec {
  /** The mod types that are all the run can need; undefined where that shows only while it runs. */
  readonly types?: ReadonlySet<string>
  readonly sources: JobSources
  /** First part of the log file's name. */
  readonly label: string
  readonly redactor: Redactor
  readonly started: Date
  /** Keep every table that a mod leaves as Parquet in the run's folder. */
  readonly keepTables: boolean
  /** Nothing is to run: no folder and no log file are made. */
  readonly checkOnly: boolean
}
