import type {DataSession, Dataset} from 'datapy/mod'
import {beforeCast, type Stage} from './stage.js'
import type {Params} from './params.js'
import {isUncast} from './verdicts.js'
import {wanted} from './wanted.js'

const added = ['reject_column', 'reject_value', 'reject_code', 'reject_reason']

/**
 * The rows of a stage that could not be cast: their columns as they were before cast, and what was wrong with the first.
 * None where `areThere` is false.
 */
export async function rejectedRows(
  staged: Dataset,
  areThere: boolean,
  {columns, uncast}: Stage,
  params: Params,
  session: DataSession,
): Promise<Dataset> {
  const {identifier, literal} = session
  const before = uncast.map((column, index) => (columns[index]?.type === column.type ? column.id : beforeCast(column)))
  // A table of rows that were rejected before may come in again.
  const own = uncast.flatMap(({name}, index) =>
    added.includes(name.toLowerCase()) ? [] : [`${before[index] ?? ''} AS ${identifier(name)}`],
  )
  const types = columns.map(({name, type}) => `WHEN ${literal(name)} THEN ${literal(wanted({name, type}, params))}`)
  const reason = `'"' || left(failed_value, 100) || '" in column "' || failed || '" is ' || CASE failed ${types.join(' ')} END`
  const marks = [
    'failed AS reject_column',
    'failed_value AS reject_value',
    `'cast_failed' AS reject_code`,
    `${reason} AS reject_reason`,
  ]
  return session.sql(`SELECT ${[...own, ...marks].join(',\n  ')}\nFROM input WHERE ${areThere ? isUncast : 'false'}`, {
    input: staged,
  })
}

/** What could not be cast, a sentence for each column, with its first value and the row in which that stands. */
export async function castFaults(
  staged: Dataset,
  {columns}: Stage,
  params: Params,
  session: DataSession,
): Promise<readonly string[]> {
  const numbered = 'SELECT failed, failed_value, row_number() OVER () AS row FROM input'
  const query = `SELECT failed, count(*) AS rows, min(row) AS first, arg_min(failed_value, row) AS value
    FROM (${numbered}) WHERE failed IS NOT NULL GROUP BY failed ORDER BY first`
  const rows = await (await session.sql(query, {input: staged})).rows()
  return rows.map(({failed, rows: count, first, value}) => {
    const column = columns.find(({name}) => name === failed)
    const what = column === undefined ? 'no value of its type' : wanted(column, params)
    const shown = JSON.stringify(String(value).slice(0, 100))
    return `cast of "${String(failed)}": in ${String(count)} row(s) the value is ${what}; the first is ${shown}, in row ${String(first)}. Set on_cast_error to reject or null to go on without them`
  })
}
