import type {DataSession} from './data-session.js'
import type {JsonValue} from './json.js'
import type {ErrorExitCode, ModReturn} from './result.js'

/** Collects what a mod has to say and makes its result. */
export interface ResultBuilder {
  /** A number, or another JSON value. Undefined, for a count that is not known, is left out. */
  addMetric(name: string, value: JsonValue | undefined): void
  /** A value for an output port: a Dataset, an arquero table, an array of rows or an async iterable of them, or of lists of them; or JSON. */
  addArtifact(name: string, value: unknown): void
  addGlobal(name: string, value: JsonValue | undefined): void
  addWarning(message: string, code?: number | string): void
  /** `transient`: it may pass by itself, so that `_retry` tries again. An error that is thrown says so by a property of that name. */
  addError(message: string, code?: number | string, options?: {readonly transient?: boolean}): void
  success(): ModReturn
  warning(): ModReturn
  error(exitCode?: ErrorExitCode): ModReturn
}

export interface Logger {
  debug(message: string, fields?: Readonly<Record<string, JsonValue>>): void
  info(message: string, fields?: Readonly<Record<string, JsonValue>>): void
  warn(message: string, fields?: Readonly<Record<string, JsonValue>>): void
  error(message: string, fields?: Readonly<Record<string, JsonValue>>): void
}

/** A mark of how far a load has come, such as the newest time that was read: a watermark. */
export interface ModState {
  /** What the last run of the job that succeeded has left; undefined where there is none, and outside of a job. */
  get(): JsonValue | undefined
  /**
   * What the next run is to begin with. It counts once the whole job has succeeded. Throws a DataPyError, code
   * bad_watermark, for what JSON cannot hold.
   */
  set(value: JsonValue): void
}

/** All that a mod needs at run time, so that it depends on nothing of the framework. */
export interface ModContext {
  readonly result: ResultBuilder
  readonly modName: string
  readonly runId: string
  /** The globals that this mod consumes. */
  readonly globals: Readonly<Record<string, JsonValue>>
  readonly data: DataSession
  readonly logger: Logger
  /** For loads that read only what is new. A step of a job has one mark, an item of `_for_each` one of its own. */
  readonly state: ModState
  /** Aborted on a timeout or a cancel. */
  readonly signal: AbortSignal
  /** Says how far the work is: `total` only where it is known. */
  progress(done: number, total?: number): void
}

/** The parameters that every mod also gets. */
export interface OwnNames {
  readonly _mod_name: string
  readonly _mod_type: string
}

/** The `run` export of a mod's package. What it throws becomes an error result. */
export type ModRun<P = Readonly<Record<string, unknown>>> = (
  params: OwnNames & P,
  context: ModContext,
) => ModReturn | Promise<ModReturn>
