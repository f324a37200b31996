import {isDatasetReference} from '../../model/dataset.js'
import type {Problem} from '../../model/problem.js'
import type {RecordedStep, RunRecord, StepEnded, StepState} from '../../model/run-record.js'
import {readSteps} from '../../node/run-store.js'
import {runCommand} from '../run-command.js'
import {findRun, knownRuns, presentStatus, type PresentStatus} from './known-runs.js'

export type StepStatus = 'cut short' | 'error' | 'not run' | 'reused' | 'running' | 'success' | 'warning'

/** Rows that a step told of: what came in, what went out, and what was rejected. */
export interface StepRows {
  readonly in?: number
  readonly out?: number
  readonly rejected?: number
}

/** A step of a run, as it stands. */
export interface ShownStep {
  readonly name: string
  readonly type: string
  readonly category: string
  readonly needs: readonly string[]
  readonly status: StepStatus
  readonly attempts: number
  readonly began: string | null
  readonly ended: string | null
  readonly seconds: number | null
  readonly rows: StepRows
  /** The middle one of those that it told of in the last runs of the same job that succeeded. */
  readonly usual: StepRows
  readonly tables: readonly {readonly port: string; readonly path: string; readonly rows: number; readonly columns: number}[]
  readonly warnings: readonly Problem[]
  readonly errors: readonly Problem[]
  /** All that is written down of how it ended. */
  readonly record: StepEnded | null
}

/** A run with its steps. */
export interface ShownRun extends Omit<RunRecord, 'status' | 'steps'> {
  readonly status: PresentStatus
  readonly folder: string
  readonly steps: readonly ShownStep[]
  /** The command that goes on with it; null where nothing is left to do. */
  readonly go_on: string | null
  /** Where the latest run was asked for: of later ones, whose records cannot be read. */
  readonly warnings: readonly Problem[]
}

/** So many runs before are looked at for what is usual. */
const mostBefore = 5

/** One run in full. `text` as `findRun` takes it. Throws a DataPyError. */
export async function showRun(text: string | undefined, cwd: string, env: NodeJS.ProcessEnv): Promise<ShownRun> {
  const {state, record, warnings} = await findRun(text, cwd, env)
  const [status, states] = [await presentStatus(record), await readSteps(state, record.run_id)]
  const before = await stepsBefore(record, cwd, env)
  const named: readonly RecordedStep[] =
    record.steps.length > 0
      ? record.steps
      : [...states.keys()].filter((name) => !name.includes('[')).map((name) => ({name, type: '', category: '', needs: []}))
  const steps = named.map((step) => shownStep(step, states.get(step.name), status, before))
  const isOver = status === 'success' || status === 'warning' || status === 'running'
  return {...record, status, folder: `${state}/runs/${record.run_id}`, steps, go_on: isOver ? null : goOn(record), warnings}
}

function goOn({sessions, job_file: file}: RunRecord): string {
  return (
    sessions.findLast(({command}) => command.startsWith('datapy run-job'))?.command ??
    sessions.at(-1)?.command ??
    runCommand(file, {})
  )
}

async function stepsBefore(record: RunRecord, cwd: string, env: NodeJS.ProcessEnv) {
  const {runs} = await knownRuns(record.job_file, cwd, env)
  const earlier = runs.filter(
    ({record: one}) => one.started < record.started && (one.status === 'success' || one.status === 'warning'),
  )
  return await Promise.all(earlier.slice(0, mostBefore).map(async (run) => await readSteps(run.state, run.record.run_id)))
}

function shownStep(
  step: RecordedStep,
  state: StepState | undefined,
  run: PresentStatus,
  before: readonly ReadonlyMap<string, StepState>[],
): ShownStep {
  const ended = state?.isOpen === true ? undefined : state?.ended
  const usual = before.flatMap((steps) => {
    const one = steps.get(step.name)?.ended
    return one === undefined || one.result.status === 'error' ? [] : [rowsOf(one)]
  })
  const {name, type, category, needs} = step
  return {
    name,
    type: type === '' ? (ended?.result.logs.mod_type ?? '') : type,
    category,
    needs,
    status: statusOf(state, ended, run),
    attempts: state?.attempts ?? 0,
    began: state?.begun ?? null,
    ended: ended?.at ?? null,
    seconds: ended?.result.execution_time ?? null,
    rows: ended === undefined ? {} : rowsOf(ended),
    usual: middleOf(usual),
    tables: Object.entries(ended?.result.artifacts ?? {}).flatMap(([port, value]) =>
      isDatasetReference(value) ? [{port, path: value.path, rows: value.rows, columns: value.columns.length}] : [],
    ),
    warnings: ended?.result.warnings ?? [],
    errors: ended?.result.errors ?? [],
    record: ended ?? null,
  }
}

function statusOf(state: StepState | undefined, ended: StepEnded | undefined, run: PresentStatus): StepStatus {
  if (state === undefined) return 'not run'
  if (ended === undefined) return run === 'running' ? 'running' : 'cut short'
  return ended.reused_from === undefined ? ended.result.status : 'reused'
}

function rowsOf({result: {metrics, artifacts}}: StepEnded): StepRows {
  const data = artifacts['data']
  const rowsIn = numberOf(metrics['rows_in']) ?? numberOf(metrics['rows_read'])
  const out =
    numberOf(metrics['rows_out']) ?? numberOf(metrics['rows_written']) ?? (isDatasetReference(data) ? data.rows : undefined)
  const rejected = numberOf(metrics['rows_rejected'])
  return {
    ...(rowsIn !== undefined && {in: rowsIn}),
    ...(out !== undefined && {out}),
    ...(rejected !== undefined && {rejected}),
  }
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

function middleOf(all: readonly StepRows[]): StepRows {
  const middle = (key: keyof StepRows) => {
    const values = all.flatMap((rows) => rows[key] ?? []).toSorted((a, b) => a - b)
    return values[Math.floor(values.length / 2)]
  }
  const [rowsIn, out, rejected] = [middle('in'), middle('out'), middle('rejected')]
  return {
    ...(rowsIn !== undefined && {in: rowsIn}),
    ...(out !== undefined && {out}),
    ...(rejected !== undefined && {rejected}),
  }
}
