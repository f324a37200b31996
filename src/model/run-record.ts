import type {JsonObject, JsonValue} from './json.js'
import type {Result} from './result.js'

/** How a run stands: `partial` when all that was asked of it succeeded, and steps are left that were not asked for. */
export type RunStatus = 'error' | 'partial' | 'running' | 'success' | 'warning'

/** A process, told from all others; see node/process-owner.ts. */
export interface RecordedProcess {
  readonly pid: number
  readonly host: string
  readonly space: string
  readonly start: string
}

/** One process that worked on a run: the first, or one that went on with it. */
export interface RunSession {
  readonly started: string
  /** Null while it works, and for ever where it was killed. */
  readonly ended: string | null
  readonly process: RecordedProcess
  readonly datapy: string
  readonly node: string
  readonly log_file: string | null
  /** What it was asked to do, as a command line would say it, secrets hidden. */
  readonly command: string
}

/** One step of a job as the run saw it. */
export interface RecordedStep {
  readonly name: string
  readonly type: string
  readonly category: string
  /** Names of the steps it comes after. */
  readonly needs: readonly string[]
}

/** The document `run.json` of a run's folder: all of it but what its steps came to. Times are ISO, UTC. */
export interface RunRecord {
  readonly run_id: string
  readonly job: string
  /** Absolute path of the job file. */
  readonly job_file: string
  /** The same for the same job file with the same `--set` values. */
  readonly identity: string
  /** The `--set` values, secrets hidden. */
  readonly set: JsonObject
  readonly status: RunStatus
  readonly exit_code: number | null
  readonly started: string
  readonly ended: string | null
  /** Those of the job, in the order of the plan. */
  readonly steps: readonly RecordedStep[]
  readonly sessions: readonly RunSession[]
  /** What the secrets are called that its job refers to, as `env:NAME`; absent where it was made before they were noted. */
  readonly secrets?: readonly string[]
  /** Rows over all its steps, where any told: what sources read, sinks wrote, and what was rejected. */
  readonly totals: {readonly rows_in?: number; readonly rows_out?: number; readonly rejects?: number}
  /** The run of the same job before it. */
  readonly previous: string | null
}

/** A file as it was when somebody looked: changed as soon as one of these has. Times are in milliseconds since 1970. */
export interface FileIdentity {
  readonly path: string
  readonly size: number
  readonly modified: number
  readonly changed: number
  readonly inode: number
}

/** Whether what is in a file is the same: a rename moves the time of its change, and nothing of that. */
export function isSameContent(one: FileIdentity, other: FileIdentity): boolean {
  return one.size === other.size && one.modified === other.modified && one.inode === other.inode
}

/** All that a step's outcome follows from. When one of these has changed, it is to be run again. */
export interface Fingerprint {
  /** Version of the mod, and its integrity where it has one. */
  readonly mod: string
  /** Parameters with everything resolved, secrets hidden, and without the tables that came from other steps. */
  readonly params: JsonObject
  /** The files it was told to read. */
  readonly files: readonly FileIdentity[]
  /** By name of the steps it comes after: the execution whose outcome it used. */
  readonly needs: Readonly<Record<string, string>>
  /** The watermark it began with; absent where it has none. */
  readonly watermark?: JsonValue
}

/** A line of a run's journal: that a step began, that its files are about to get their names, or that it ended. */
export type JournalLine = StepBegun | StepCommitting | StepEnded

export interface StepBegun {
  readonly event: 'begun'
  /** Name of the step; of an item of `_for_each`, with its number: `load[3]`. */
  readonly step: string
  readonly at: string
  /** From 1; higher for one that is tried again within the same session. */
  readonly attempt: number
}

/** From here on the step goes forward only: whoever finds this line and no end to it completes the renames. */
export interface StepCommitting extends Omit<StepEnded, 'event'> {
  readonly event: 'committing'
  readonly renames: readonly StagedRename[]
}

export interface StagedRename {
  readonly temporary: string
  readonly target: string
  readonly if_exists: 'backup' | 'error' | 'overwrite'
  /** The staged file's own identity, by which it is known once it has its name. */
  readonly file: FileIdentity
}

export interface StepEnded {
  readonly event: 'ended'
  readonly step: string
  readonly at: string
  readonly attempt: number
  /** Names this execution among all others; what comes after it remembers it. */
  readonly execution: string
  readonly fingerprint: Fingerprint
  readonly result: Result
  /** What it left: the tables that were kept, and the files that it wrote. */
  readonly left: readonly FileIdentity[]
  /** Whether its tables were kept, so that later steps can go on from it. */
  readonly kept: boolean
  /** What it handed on that holds a secret and is hidden in `result`, as `globals.token`: it cannot be gone on from. */
  readonly hidden?: readonly string[]
  readonly watermark?: LeftWatermark
  /** The run whose outcome was taken over. */
  readonly reused_from?: string
}

/** A watermark that counts once the job has succeeded. */
export interface LeftWatermark {
  /** Whose it is: the name of the step, or of one with its item: `load[orders]`. */
  readonly of: string
  readonly value: JsonValue
}

/** What a run's journal says of one step. */
export interface StepState {
  readonly name: string
  readonly begun: string
  readonly attempts: number
  /** Its last end; absent where it was cut short before any. */
  readonly ended?: StepEnded
  /** Set where it was about to give its files their names and nobody has completed that. */
  readonly committing?: StepCommitting
  /** Whether it began again after its last end, and has not ended since. */
  readonly isOpen: boolean
}
