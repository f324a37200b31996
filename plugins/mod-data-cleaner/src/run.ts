import type {DataSession, Dataset, ModContext, ModReturn} from 'datapy/mod'
import {chosen, cleanedColumns, columnFaults, type CleanedColumn} from './columns.js'
import {isRepeated, repeatedRows} from './duplicates.js'
import {fillersOf, type Fillers} from './fill.js'
import type {Params} from './params.js'
import {castFaults, rejectedRows} from './rejected.js'
import {balanced, isMissing, stageOf} from './stage.js'
import {valueFaults} from './value-faults.js'

/**
 * Cleans a table in two passes. The first cleans, casts and marks every row, and is held, so that the values to fill
 * with, the counts and the second pass, which fills and drops, all speak of the same rows.
 */
export async function run(params: Params, {result, data: session, logger}: ModContext): Promise<ModReturn> {
  const refuse = (messages: readonly string[], code: string): ModReturn => {
    for (const message of messages) result.addError(message, code)
    return result.error()
  }
  const unknown = columnFaults(params, params.data.columns)
  if (unknown.length > 0) return refuse(unknown, 'unknown_column')
  const kept = cleanedColumns(params, params.data.columns)
  const stage = stageOf(params, kept, session)
  const unfit = await valueFaults(params, {before: kept, after: stage.columns}, session)
  if (unfit.length > 0) return refuse(unfit, 'wrong_value')

  const staged = await (await session.sql(stage.sql, {input: params.data})).materialise()
  if (params.on_cast_error === 'error') {
    const faults = await castFaults(staged, stage, params, session)
    if (faults.length > 0) return refuse(faults, 'cast_failed')
  }
  const isRejected = params.on_cast_error === 'reject' ? 'failed IS NOT NULL' : 'false'
  const fillers = await fillersOf(params, stage.columns, staged, `NOT empty AND NOT (${isRejected})`, session)
  const filled = await session.sql(filledSql(params, stage.columns, fillers, isRejected), {input: staged})
  const judged = await withoutRepeats(params, stage.columns, filled, session)
  const counts = await countByReason(judged, session)

  const list = stage.columns.map(({id, name}) => `${id} AS ${session.identifier(name)}`)
  result.addArtifact('data', await session.sql(`SELECT ${list.join(', ')} FROM input WHERE reason IS NULL`, {input: judged}))
  result.addArtifact('rejected', await rejectedRows(staged, isRejected, stage, params, session))
  report(counts, result)
  for (const [id, value] of fillers.values)
    logger.debug('filled', {column: stage.columns.find((column) => column.id === id)?.name ?? id, value})
  for (const {name, strategy} of fillers.without)
    result.addWarning(`fill_missing: "${name}" has no value to take the ${strategy} of`, 'nothing_to_fill_with')
  return fillers.without.length > 0 ? result.warning() : result.success()
}

function report({rows, filled, failures}: Counts, result: ModContext['result']): void {
  const dropped = rows.empty + rows.missing + rows.duplicate
  result.addGlobal('row_count', rows.kept)
  result.addMetric('rows_in', rows.kept + rows.rejected + dropped)
  result.addMetric('rows_out', rows.kept)
  result.addMetric('rows_rejected', rows.rejected)
  result.addMetric('rows_dropped', dropped)
  result.addMetric('rows_dropped_empty', rows.empty)
  result.addMetric('rows_dropped_missing', rows.missing)
  result.addMetric('rows_dropped_duplicate', rows.duplicate)
  result.addMetric('values_filled', filled)
  result.addMetric('values_cast_to_null', failures)
}

/** The rows with what is missing filled in, and the `reason` for which each one is not to go on, or null. Reads `input`. */
function filledSql(params: Params, columns: readonly CleanedColumn[], {values}: Fillers, isRejected: string): string {
  const filled = columns.map((column) => {
    const value = values.get(column.id)
    return value === undefined ? column.id : `CASE WHEN ${isMissing(column)} THEN ${value} ELSE ${column.id} END AS ${column.id}`
  })
  const fills = columns.filter(({id}) => values.has(id)).map((column) => `CAST(${isMissing(column)} AS INTEGER)`)
  const demanded = chosen(params.drop_missing, columns).filter(({id}) => !values.has(id))
  const reason = `CASE WHEN empty THEN 'empty' WHEN ${isRejected} THEN 'rejected' WHEN ${balanced(demanded.map(isMissing), 'OR')} THEN 'missing' END`
  const marks = [`${reason} AS reason`, `${fills.length === 0 ? '0' : balanced(fills, '+')} AS filled`, 'failures']
  const rowNumber = params.drop_duplicates === false ? [] : ['row']
  return `SELECT ${[...filled, ...rowNumber, ...marks].join(',\n  ')}\nFROM input`
}

/** The same rows, with a reason for those that repeat an earlier one, too. */
async function withoutRepeats(
  params: Params,
  columns: readonly CleanedColumn[],
  filled: Dataset,
  session: DataSession,
): Promise<Dataset> {
  const keys = chosen(params.drop_duplicates, columns).map(({id}) => id)
  if (keys.length === 0) return filled
  const repeated = await repeatedRows(filled, keys, session)
  if (repeated === undefined) return filled
  const reason = `CASE WHEN reason IS NULL AND ${isRepeated()} THEN 'duplicate' ELSE reason END AS reason`
  return session.sql(`SELECT * REPLACE (${reason}) FROM input`, {input: filled, repeated})
}

type Reason = 'duplicate' | 'empty' | 'kept' | 'missing' | 'rejected'

/** How many rows there are for each reason; and in those that go on, how many values were filled, or made null by cast. */
interface Counts {
  readonly rows: Readonly<Record<Reason, number>>
  readonly filled: number
  readonly failures: number
}

async function countByReason(judged: Dataset, session: DataSession): Promise<Counts> {
  const query = `SELECT coalesce(reason, 'kept') AS reason, count(*) AS rows, CAST(sum(filled) AS BIGINT) AS filled,
    CAST(sum(failures) AS BIGINT) AS failures FROM input GROUP BY 1`
  const rows = await (await session.sql(query, {input: judged})).rows()
  const of = (reason: Reason) => rows.find((row) => row['reason'] === reason)
  const count = (reason: Reason) => Number(of(reason)?.['rows'] ?? 0)
  return {
    rows: {
      kept: count('kept'),
      rejected: count('rejected'),
      empty: count('empty'),
      missing: count('missing'),
      duplicate: count('duplicate'),
    },
    filled: Number(of('kept')?.['filled'] ?? 0),
    failures: Number(of('kept')?.['failures'] ?? 0),
  }
}
