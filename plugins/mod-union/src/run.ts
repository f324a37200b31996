import type {DataSession, Dataset, ModContext, ModReturn} from 'datapy/mod'
import type {Params} from './params.js'
import {selectOf, unionColumns, unionFaults} from './union-columns.js'

/** Puts the rows of several tables one after the other, in the order of the tables and of their rows. */
export async function run(params: Params, {result, data: session}: ModContext): Promise<ModReturn> {
  const {data: tables, mode, source_column: added} = params
  const columns = unionColumns(params)
  const faults = unionFaults(params, columns)
  for (const fault of faults) result.addError(fault, 'tables_differ')
  if (faults.length > 0) return result.error()

  const inputs = Object.fromEntries(tables.map((table, index) => [`table_${String(index + 1)}`, table]))
  const query = tables.map((_, index) => selectOf(index, columns, added, session)).join('\nUNION ALL ')
  const all = mode === 'all' ? await session.output(query, inputs) : await distinct(await session.sql(query, inputs), session)
  const rowsIn = tables.every(({knownCount}) => knownCount !== undefined)
    ? tables.reduce((sum, {knownCount = 0}) => sum + knownCount, 0)
    : undefined
  const rowsOut = all.knownCount
  result.addArtifact('data', all)
  result.addMetric('rows_in', rowsIn)
  result.addMetric('rows_out', rowsOut)
  result.addMetric('rows_dropped', rowsIn === undefined || rowsOut === undefined ? undefined : rowsIn - rowsOut)
  result.addGlobal('row_count', rowsOut)
  return result.success()
}

/** The first of the rows that are equal, in the order of the first ones. */
async function distinct(all: Dataset, session: DataSession): Promise<Dataset> {
  const names = new Set(all.columns.map(({name}) => name.toLowerCase()))
  let row = 'row'
  while (names.has(row)) row += '_'
  const columns = all.columns.map(({name}) => session.identifier(name)).join(', ')
  const number = session.identifier(row)
  return session.output(`SELECT ${columns} FROM input GROUP BY ${columns} ORDER BY min(${number})`, {
    input: await session.numbered(all, row),
  })
}
