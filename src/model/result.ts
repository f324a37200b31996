import type {JsonValue} from './json.js'
import type {Problem} from './problem.js'

export interface ResultLogs {
  readonly log_file: string | null
  readonly run_id: string
  readonly mod_type: string
  readonly mod_name: string
}

/** Exit codes that go with an error status; see errors/exit-codes.ts. */
export type ErrorExitCode = 1 | 2 | 20 | 30 | 40 | 50 | 60

/** What a mod hands back: the result less what the framework alone knows. */
export type ModReturn = (
  | {readonly status: 'success'; readonly exit_code: 0}
  | {readonly status: 'warning'; readonly exit_code: 10}
  | {readonly status: 'error'; readonly exit_code: ErrorExitCode}
) & {
  readonly metrics: Readonly<Record<string, JsonValue>>
  /** In the process, live values (Datasets); in JSON, references to them. */
  readonly artifacts: Readonly<Record<string, unknown>>
  readonly globals: Readonly<Record<string, JsonValue>>
  readonly warnings: readonly Problem[]
  readonly errors: readonly Problem[]
}

/** The one standard result of a mod, the same on every path. `execution_time` is in seconds. */
export type Result = ModReturn & {
  readonly execution_time: number
  readonly logs: ResultLogs
  /** Set where the mod did not run, because what it came to before still holds. */
  readonly reused?: true
  /** How often it was tried; left out where once was enough. */
  readonly attempts?: number
}

/** A mod of a job that did not run, and why. */
export interface SkippedResult {
  readonly status: 'skipped'
  readonly reason: string
}

/** What `run-job --json` prints: the job's own result and each mod's. */
export interface JobResult {
  readonly status: 'error' | 'success' | 'warning'
  readonly exit_code: number
  readonly job: string
  readonly run_id: string
  readonly execution_time: number
  readonly mods: Readonly<Record<string, Result | SkippedResult>>
  readonly warnings: readonly Problem[]
  readonly errors: readonly Problem[]
  readonly logs: {readonly log_file: string | null; readonly run_id: string}
}
