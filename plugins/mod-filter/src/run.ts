import type {Column, DataSession, Dataset, ModContext, ModReturn} from 'datapy/mod'
import type {Params} from './params.js'

/** Keeps the rows for which an expression is true, or that are new, in their order, and counts the others. */
export async function run(params: Params, context: ModContext): Promise<ModReturn> {
  const {data, where, keep, incremental} = params
  const {result, data: session, state} = context
  const condition = await session.expression(where, data.columns)
  const [tested] = (await session.sql(`SELECT ${condition} AS tested FROM input`, {input: data})).columns
  if (tested?.type !== 'BOOLEAN') {
    result.addError(
      `where gives a value of type ${String(tested?.type)}: write a comparison, which is true or false`,
      'bad_expression',
    )
    return result.error()
  }
  const matches = `(${condition}) IS ${keep === 'matching' ? '' : 'NOT '}TRUE`
  const kept =
    incremental === undefined
      ? await session.output(`SELECT * FROM input WHERE ${matches}`, {input: data})
      : await newRows(matches, data, incremental, context)
  if (kept === undefined) return result.error()
  const mark = incremental === undefined ? undefined : await greatest(kept, incremental, session)
  if (typeof mark === 'string') state.set(mark)
  const [rowsIn, rowsOut] = [data.knownCount, kept.knownCount]
  result.addArtifact('data', kept)
  result.addMetric('rows_in', rowsIn)
  result.addMetric('rows_out', rowsOut)
  result.addMetric('rows_dropped', rowsIn === undefined || rowsOut === undefined ? undefined : rowsIn - rowsOut)
  result.addGlobal('row_count', rowsOut)
  return result.success()
}

/** The rows that match and whose value is greater than the watermark; undefined where there is no such column. */
async function newRows(
  matches: string,
  data: Dataset,
  name: string,
  {data: session, result, state}: ModContext,
): Promise<Dataset | undefined> {
  const unknown = session.unknownColumn(name, data.columns)
  if (unknown !== undefined) {
    result.addError(`incremental: ${unknown}`, 'unknown_column')
    return undefined
  }
  const column = session.identifier(name)
  const before = state.get()
  const empty = await session.tally()
  const isNew = typeof before === 'string' ? `${column} > ${literal(before, name, data.columns, session)}` : 'TRUE'
  const kept = await session.output(
    `SELECT * FROM input
    WHERE CASE WHEN ${matches} THEN CASE WHEN ${empty.when(`${column} IS NULL`)} THEN FALSE ELSE ${isNew} END ELSE FALSE END`,
    {input: data},
  )
  const dropped = (await empty.count()) ?? 0
  if (dropped > 0)
    result.addWarning(`${String(dropped)} row(s) have no value in "${name}", so that nobody knows whether they are new: left out`)
  return kept
}

/** The greatest value of a column, as text; null where there is none. */
async function greatest(table: Dataset, name: string, session: DataSession) {
  const [row] = await (
    await session.sql(`SELECT max(${session.identifier(name)})::VARCHAR AS mark FROM kept`, {kept: table})
  ).rows()
  return row?.['mark']
}

function literal(value: string, name: string, columns: readonly Column[], session: DataSession): string {
  const type = columns.find((column) => column.name.toLowerCase() === name.toLowerCase())?.type ?? 'VARCHAR'
  return `CAST(${session.literal(value)} AS ${type})`
}
