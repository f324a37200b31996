import {createDataEngine, type DataEngine} from '../../data/engine.js'
import type {ColumnProfile} from '../../data/profile/column-profile.js'
import {checked} from '../../errors/datapy-error.js'
import type {JsonValue} from '../../model/json.js'
import {isDatasetReference, type Column, type DatasetReference} from '../../model/dataset.js'
import {endOfFile} from '../../node/end-of-file.js'
import {tempFolder} from '../../node/temp-folder.js'
import {cellJson} from '../preview-json.js'
import {readAgain} from '../secrets-of-job.js'
import {showRun, type ShownRun} from './show-run.js'

/** A table that a step has kept, as far as a report shows it. */
export interface ReportedTable {
  readonly step: string
  readonly port: string
  readonly path: string
  readonly rows: number
  readonly columns: readonly Column[]
  /** The first rows, each a list of cells in the order of the columns. */
  readonly first: readonly (readonly JsonValue[])[]
  /** Absent where the table is too large to be looked through. */
  readonly profile?: readonly (Omit<ColumnProfile, 'max' | 'min' | 'top_values'> & {
    readonly min: JsonValue
    readonly max: JsonValue
    readonly top: readonly {readonly value: JsonValue; readonly count: number}[]
  })[]
  /** Why it cannot be shown. */
  readonly problem?: string
}

/** All that a report of a run shows. */
export interface RunReportDocument {
  readonly run: ShownRun
  readonly tables: readonly ReportedTable[]
  readonly log: {readonly file: string; readonly lines: readonly string[]} | undefined
}

const firstRows = 50
const mostColumns = 60
const mostTables = 200
/** Larger tables are not profiled: a report is to be there soon. */
const mostCellsProfiled = 20_000_000
const logBytes = 65_536

/** Gathers a report. `text` as `findRun` takes it. Throws a DataPyError. */
export async function reportRun(text: string | undefined, cwd: string, env: NodeJS.ProcessEnv): Promise<RunReportDocument> {
  const run = await showRun(text, cwd, env)
  const references = run.steps.flatMap(({name, record}) =>
    Object.entries(record?.result.artifacts ?? {}).flatMap(([port, value]) =>
      isDatasetReference(value) ? [{step: name, port, reference: value}] : [],
    ),
  )
  const {redactor, unread} = readAgain(run.secrets ?? [])
  const veiled = unread.length === 0 ? new Set<string>() : stepsWithSecrets(run)
  const file = run.sessions.findLast(({log_file: log}) => log !== null)?.log_file ?? undefined
  const lines = file === undefined ? undefined : await endOfFile(file, logBytes)
  return {
    run,
    tables: redactor.value(references.length === 0 ? [] : await tablesOf(references.slice(0, mostTables), veiled, unread)),
    log: file === undefined || lines === undefined ? undefined : {file, lines},
  }
}

interface Kept {
  readonly step: string
  readonly port: string
  readonly reference: DatasetReference
}

/** The steps that were given a secret, and those that come after them: its value may be in their tables. */
function stepsWithSecrets({steps}: ShownRun): ReadonlySet<string> {
  const given = steps.filter(({record}) => JSON.stringify(record?.fingerprint.params ?? {}).includes('***'))
  const found = new Set(given.map(({name}) => name))
  for (let before = -1; before < found.size;) {
    before = found.size
    for (const {name, needs} of steps) if (needs.some((need) => found.has(need))) found.add(name)
  }
  return found
}

async function tablesOf(
  kept: readonly Kept[],
  veiled: ReadonlySet<string>,
  unread: readonly string[],
): Promise<readonly ReportedTable[]> {
  const folder = await tempFolder('datapy-report')
  const engine = createDataEngine({folder: folder.path})
  try {
    const tables: ReportedTable[] = []
    for (const one of kept) tables.push(veiled.has(one.step) ? veiledTable(one, unread) : await tableOf(one, engine))
    return tables
  } finally {
    await engine.close()
    await folder.remove()
  }
}

/** What is told of a table in which a secret could stand that nobody can find there. */
function veiledTable({step, port, reference: {path, rows, columns}}: Kept, unread: readonly string[]): ReportedTable {
  const problem = `its rows are not shown: ${unread.join(', ')} cannot be read here, so it could not be hidden in them`
  return {step, port, path, rows, columns, first: [], problem}
}

async function tableOf({step, port, reference}: Kept, engine: DataEngine): Promise<ReportedTable> {
  const columns = reference.columns.slice(0, mostColumns)
  const own = {step, port, path: reference.path, rows: reference.rows, columns: reference.columns}
  const read = await checked(
    (async () => {
      const dataset = await engine.open(reference)
      const rows = await dataset.rows({limit: firstRows})
      const first = rows.map((row) => columns.map(({name}) => cellJson(row[name] ?? null)))
      if (reference.rows * reference.columns.length > mostCellsProfiled) return {first}
      const {profileTable} = await import('../../data/profile/profile-table.js')
      const profile = await profileTable(engine.session(step).api, dataset)
      return {
        first,
        profile: profile.columns.map(({min, max, top_values: top, ...column}) => ({
          ...column,
          min: cellJson(min),
          max: cellJson(max),
          top: top.slice(0, 3).map(({value, count}) => ({value: cellJson(value), count})),
        })),
      }
    })(),
  )
  return read.ok ? {...own, ...read.value} : {...own, first: [], problem: read.problems[0]?.message ?? 'it cannot be read'}
}
