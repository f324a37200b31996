import type {ModContext, ModReturn} from 'datapy/mod'
import type {Params} from './params.js'

/** Sorts a table. Rows that are equal in all keys keep their order, since their numbers are the last key. */
export async function run({data, by, limit}: Params, {result, data: session}: ModContext): Promise<ModReturn> {
  const keys = by.map((key) => (typeof key === 'string' ? {column: key} : key))
  const faults = keys.flatMap(({column}) => session.unknownColumn(column, data.columns) ?? [])
  for (const fault of faults) result.addError(`by: ${fault}`, 'unknown_column')
  if (faults.length > 0) return result.error()

  const names = new Set(data.columns.map(({name}) => name.toLowerCase()))
  let row = 'row'
  while (names.has(row)) row += '_'
  const order = keys.map(
    ({column, order: direction = 'asc', nulls = 'last'}) => `${session.identifier(column)} ${direction} NULLS ${nulls}`,
  )
  const columns = data.columns.map(({name}) => session.identifier(name)).join(', ')
  const bound = limit === undefined ? '' : ` LIMIT ${String(limit)}`
  const sorted = await session.output(
    `SELECT ${columns} FROM input ORDER BY ${[...order, session.identifier(row)].join(', ')}${bound}`,
    {input: await session.numbered(data, row)},
  )
  const [rowsIn, rowsOut] = [data.knownCount, sorted.knownCount]
  result.addArtifact('data', sorted)
  result.addMetric('rows_in', rowsIn)
  result.addMetric('rows_out', rowsOut)
  result.addMetric('rows_dropped', rowsIn === undefined || rowsOut === undefined ? undefined : rowsIn - rowsOut)
  result.addGlobal('row_count', rowsOut)
  return result.success()
}
