import type {DataSession, Dataset, ModContext, ModReturn} from 'datapy/mod'
import {castSql, failure} from './cast-sql.js'
import {chosenColumns, columnFaults} from './chosen-columns.js'
import type {Params} from './params.js'

/** Chooses and renames columns, derives new ones, and casts: in this order, whatever theirs in the job. */
export async function run(params: Params, {result, data: session}: ModContext): Promise<ModReturn> {
  const chosen = chosenColumns(params, params.data.columns)
  const faults = columnFaults(params, params.data.columns, chosen, session)
  for (const fault of faults) result.addError(fault, 'unknown_column')
  if (faults.length > 0) return result.error()

  const list = chosen.map(({name, source}) => `${session.identifier(source)} AS ${session.identifier(name)}`)
  // Where all columns are derived there is none to choose, and the rows still have to be there.
  const kept = await session.sql(`SELECT ${list.length === 0 ? '*' : list.join(', ')} FROM input`, {input: params.data})
  const derived = await withDerived(kept, params, session)
  const wanted = derived.columns.filter(({name}) => list.length > 0 || Object.hasOwn(params.derive, name))
  const selected = await session.output(`SELECT ${castColumns(wanted, params, session).join(',\n  ')} FROM input`, {
    input: derived,
  })
  result.addArtifact('data', selected)
  result.addMetric('rows_in', params.data.knownCount)
  result.addMetric('rows_out', selected.knownCount)
  result.addMetric('columns_out', selected.columns.length)
  result.addGlobal('row_count', selected.knownCount)
  return result.success()
}

/** The same rows with the derived columns, one after the other, so that each can use those before it. */
async function withDerived(table: Dataset, {derive}: Params, session: DataSession): Promise<Dataset> {
  let derived = table
  for (const [name, text] of Object.entries(derive)) {
    const value = `${await session.expression(text, derived.columns)} AS ${session.identifier(name)}`
    const isThere = derived.columns.some((column) => column.name.toLowerCase() === name.toLowerCase())
    derived = await session.sql(`SELECT * ${isThere ? `REPLACE (${value})` : `, ${value}`} FROM input`, {input: derived})
  }
  return derived
}

function castColumns(
  columns: Dataset['columns'],
  {cast, on_cast_error: onError}: Params,
  session: DataSession,
): readonly string[] {
  const types = new Map(Object.entries(cast))
  return columns.map((column) => {
    const given = types.get(column.name)
    const type = given === undefined ? column.type : session.columnType(given)
    if (type === column.type) return session.identifier(column.name)
    const otherwise = onError === 'error' ? failure(column, type, session) : 'NULL'
    return `${castSql(column, type, otherwise, session)} AS ${session.identifier(column.name)}`
  })
}
