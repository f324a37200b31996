import type {Column, Dataset, ModContext, ModReturn, Row} from 'datapy/mod'
import {chosen, unknownColumns} from './columns.js'
import {keepFirst} from './duplicates.js'
import {filledSql, fillValues, unfillable} from './fill.js'
import type {Params} from './params.js'
import {marksFor, stagedSql} from './stage.js'
import {notText} from './text.js'

/**
 * Cleans a table in two passes. The first cleans, casts and marks every row, and is held, so that the counts, the
 * values to fill with, and the second pass, which fills and drops, all speak of the same rows.
 */
export async function run(params: Params & {data: Dataset}, {result, data: session}: ModContext): Promise<ModReturn> {
  const {data: input} = params
  const {identifier} = session
  const refuse = (messages: readonly string[], code: string): ModReturn => {
    for (const message of messages) result.addError(message, code)
    return result.error()
  }
  const unknown = unknownColumns(
    params,
    input.columns.map(({name}) => name),
  )
  if (unknown.length > 0) return refuse(unknown, 'unknown_column')
  const marks = marksFor(input.columns.map(({name}) => params.rename[name] ?? name))
  const {sql, columns} = stagedSql(params, input.columns, marks, session)
  const misused = [...notText(params, renamed(input.columns, params)), ...(await unfillable(params, columns, session))]
  if (misused.length > 0) return refuse(misused, 'wrong_column_type')

  const staged = await (await session.sql(sql, {input})).materialise()
  const failed = `${identifier(marks.failedColumn)} IS NOT NULL`
  const counted = await one(session, staged, [
    'count(*) AS rows',
    `count(*) FILTER (${identifier(marks.empty)}) AS empty`,
    `count(*) FILTER (${failed}) AS failed`,
    `coalesce(sum(${identifier(marks.failures)}), 0)::BIGINT AS failures`,
  ])
  const rowsIn = Number(counted['rows'])
  const failures = Number(counted['failures'])
  if (params.on_cast_error === 'error' && failures > 0)
    return refuse([await firstFailure(session, staged, marks, failures)], 'cast_failed')

  const rejecting = params.on_cast_error === 'reject'
  const alive = `NOT ${identifier(marks.empty)}${rejecting ? ` AND NOT (${failed})` : ''}`
  const values = await fillValues(params, columns, staged, alive, session)
  const filled = await session.sql(filledSql(params, columns, values, alive, marks, session), {input: staged})
  const after = await one(session, filled, [
    'count(*) AS rows',
    `count(*) FILTER (${identifier(marks.missing)}) AS missing`,
    `coalesce(sum(${identifier(marks.filled)}), 0)::BIGINT AS filled`,
  ])
  const whole = await session.sql(`SELECT * FROM input WHERE NOT ${identifier(marks.missing)}`, {input: filled})
  const keys = chosen(
    params.drop_duplicates,
    columns.map(({name}) => name),
  )
  const unique = keys.length === 0 ? whole : await keepFirst(whole, keys, marks.row, rowsIn, session)
  const list = columns.map(({name}) => identifier(name)).join(', ')
  const cleaned = await (await session.sql(`SELECT ${list} FROM input`, {input: unique})).materialise()

  const rowsOut = await cleaned.count()
  const [empty, missing] = [Number(counted['empty']), Number(after['missing'])]
  const duplicate = Number(after['rows']) - missing - rowsOut
  result.addArtifact('data', cleaned)
  result.addArtifact(
    'rejected',
    await rejectedRows(session, staged, list, marks, rejecting ? `${failed} AND NOT ${identifier(marks.empty)}` : 'false'),
  )
  result.addGlobal('row_count', rowsOut)
  result.addMetric('rows_in', rowsIn)
  result.addMetric('rows_out', rowsOut)
  result.addMetric('rows_rejected', rejecting ? rowsIn - empty - Number(after['rows']) : 0)
  result.addMetric('rows_dropped', empty + missing + duplicate)
  result.addMetric('rows_dropped_empty', empty)
  result.addMetric('rows_dropped_missing', missing)
  result.addMetric('rows_dropped_duplicate', duplicate)
  result.addMetric('values_filled', Number(after['filled']))
  result.addMetric('values_cast_to_null', params.on_cast_error === 'null' ? failures : 0)
  return result.success()
}

type Session = ModContext['data']
type Marks = ReturnType<typeof marksFor>

function renamed(columns: readonly Column[], {rename}: Params): readonly Column[] {
  return columns.map(({name, type}) => ({name: rename[name] ?? name, type}))
}

/** The one row of an aggregate over a table. */
async function one(session: Session, input: Dataset, aggregates: readonly string[]): Promise<Row> {
  const [row = {}] = await (await session.sql(`SELECT ${aggregates.join(', ')} FROM input`, {input})).rows()
  return row
}

async function firstFailure(
  session: Session,
  input: Dataset,
  {failedColumn, failedValue}: Marks,
  failures: number,
): Promise<string> {
  const column = session.identifier(failedColumn)
  const [first] = await (
    await session.sql(
      `SELECT ${column} AS name, ${session.identifier(failedValue)} AS value FROM input WHERE ${column} IS NOT NULL LIMIT 1`,
      {input},
    )
  ).rows()
  const text = `${String(failures)} value(s) cannot be cast; the first is ${JSON.stringify(first?.['value'])} in "${String(first?.['name'])}"`
  return `${text}. Set on_cast_error to null or reject to go on without them`
}

/** The rejected rows as far as they were cleaned, and what was wrong with the first value that failed. */
async function rejectedRows(
  session: Session,
  input: Dataset,
  list: string,
  {failedColumn, failedValue}: Marks,
  which: string,
): Promise<Dataset> {
  const {identifier} = session
  const reason = `'"' || ${identifier(failedValue)} || '" does not fit the type of ' || ${identifier(failedColumn)}`
  return await session.sql(
    `SELECT ${list}, ${identifier(failedColumn)} AS reject_column, ${identifier(failedValue)} AS reject_value,
      'cast_failed' AS reject_code, ${reason} AS reject_reason FROM input WHERE ${which}`,
    {input},
  )
}
