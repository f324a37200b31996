import type {JsonObject} from '../../model/json.js'
import type {Problem} from '../../model/problem.js'
import type {TestTable} from './test-case.js'

/** One run of a mod, in a process apart. */
export interface Trial {
  readonly name: string
  /** Where it runs; its input files are there. */
  readonly folder: string
  readonly params: JsonObject
  readonly tables: Readonly<Record<string, TestTable>>
  readonly globals: JsonObject
  /** What is done to its tables: taken as they are, their rows taken away, columns with odd names added. */
  readonly shape: 'as given' | 'empty' | 'odd'
  /** Whether its signal is aborted as soon as it runs. */
  readonly abort: boolean
}

/** What the process apart is to do, one trial after the other. */
export interface TrialTask {
  readonly packagePath: string
  readonly trials: readonly Trial[]
  /** Kill the process in the middle of this write, counted from 1. */
  readonly killAtWrite?: number
}

/** How a trial ended that came to its end. */
export interface TrialEnd {
  readonly status: 'error' | 'success' | 'warning'
  readonly exit_code: number
  readonly errors: readonly Problem[]
  readonly artifacts: readonly string[]
  readonly globals: readonly string[]
  readonly metrics: JsonObject
  /** Its result as JSON, tables left out, and its log, both with secrets hidden as any run hides them. */
  readonly document: string
  readonly log: readonly string[]
  /** What it wrote to the two streams through Node. */
  readonly printed: {readonly stdout: string; readonly stderr: string}
  /** How long after the abort `run` settled; null where it had not when it was given up. */
  readonly settled_ms: number | null
  /** How long it took. */
  readonly seconds: number
}

/** A line that the process apart tells. */
export type TrialLine = {readonly done: true} | {readonly trial: number} | {readonly trial: number; readonly end: TrialEnd}

/** The secret that is planted, and the variable of the environment that it comes from. */
export const secret = {variable: 'DATAPY_TEST_SECRET', value: 's3cret-that-datapy-test-mod-planted'} as const
