import type {DataSession, Dataset} from 'datapy/mod'
import type {Check} from './check.js'
import type {FailingRows, Numbered} from './failing-rows.js'

/** How a check went. */
export interface Outcome {
  readonly check: Check
  /** How many rows fail it. */
  readonly failures: number
  /** The number of the first of them, from 1, and its value; without a column there is no value. */
  readonly first: {readonly row: number; readonly value: string | null} | undefined
}

export interface Outcomes {
  readonly all: readonly Outcome[]
  readonly rejected: number
  /** Rows that are rejected or warned of. */
  readonly failing: number
}

/** SQL of the number of the first check of these that a row fails; null where it fails none. */
export function firstFailure(checks: readonly Check[], rows: readonly FailingRows[], isMeant: (check: Check) => boolean): string {
  const whens = checks.flatMap((check, index) =>
    isMeant(check) ? [`WHEN ${rows[index]?.fails ?? 'false'} THEN ${String(index)}`] : [],
  )
  return whens.length === 0 ? 'CAST(NULL AS INTEGER)' : `CASE ${whens.join('\n  ')} END`
}

/** Counts all failures, in one pass over the table whatever the number of checks. */
export async function outcomesOf(
  checks: readonly Check[],
  rows: readonly FailingRows[],
  numbered: Numbered,
  session: DataSession,
): Promise<Outcomes> {
  if (checks.length === 0) return {all: [], rejected: 0, failing: 0}
  const tests = rows.map(({fails}, index) => `${fails} AS f${String(index)}`)
  const flags = rows.map((_, index) => ({...rows[index], fails: `f${String(index)}`, inputs: {}}))
  // Not with FILTER: the engine takes a time for it that is quadratic in the number of filters.
  const counts = rows.flatMap((_, index) => {
    const flag = `f${String(index)}`
    return [`count_if(${flag}) AS n${String(index)}`, `min(CASE WHEN ${flag} THEN row END) AS r${String(index)}`]
  })
  const rejected = firstFailure(checks, flags, isRejecting)
  const failing = firstFailure(checks, flags, ({onFail}) => onFail !== 'error')
  const query = `SELECT ${counts.join(',\n  ')}, count(${rejected}) AS rejected, count(${failing}) AS failing
    FROM (SELECT ${numbered.row} AS row, ${tests.join(',\n  ')} FROM input)`
  const inputs = Object.assign({}, ...rows.map((one) => one.inputs)) as Readonly<Record<string, Dataset>>
  const [counted = {}] = await (await session.sql(query, {...inputs, input: numbered.table})).rows()
  const found = checks.map((check, index) => ({
    check,
    failures: Number(counted[`n${String(index)}`] ?? 0),
    row: counted[`r${String(index)}`] ?? null,
  }))
  const values = await firstValues(found, numbered, session)
  return {
    all: found.map(({check, failures, row}, index) => ({
      check,
      failures,
      first: row === null ? undefined : {row: Number(row) + 1, value: values[index] ?? null},
    })),
    rejected: Number(counted['rejected'] ?? 0),
    failing: Number(counted['failing'] ?? 0),
  }
}

export function isRejecting({onFail}: Check): boolean {
  return onFail === 'reject'
}

/** The value of each check's column in the first row that fails it. */
async function firstValues(
  found: readonly {readonly check: Check; readonly row: unknown}[],
  {table, row}: Numbered,
  {identifier, sql}: DataSession,
): Promise<readonly (string | null)[]> {
  if (found.every(({row: first}) => first === null)) return []
  const wanted = found.map(({row: first}) => (first === null ? '-1' : String(first)))
  const list = found.map(({check}, index) => {
    const value = check.column === undefined ? 'NULL' : `left(CAST(${identifier(check.column)} AS VARCHAR), 100)`
    return `CAST(${value} AS VARCHAR) AS v${String(index)}`
  })
  const query = `SELECT ${row} AS row, ${list.join(', ')} FROM input WHERE ${row} IN (${[...new Set(wanted)].join(', ')})`
  const rows = await (await sql(query, {input: table})).rows()
  const byRow = new Map(rows.map((one) => [String(one['row']), one]))
  return wanted.map((first, index) => {
    const value = byRow.get(first)?.[`v${String(index)}`]
    return typeof value === 'string' ? value : null
  })
}
