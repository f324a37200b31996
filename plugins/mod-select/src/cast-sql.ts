import type {Column, DataSession} from 'datapy/mod'

/** SQL of a column in another type; `otherwise` where it is none of that type, or something of it would be lost. */
export function castSql({name, type: from}: Column, type: string, otherwise: string, session: DataSession): string {
  const value = session.identifier(name)
  if (type === 'VARCHAR') return `CAST(${value} AS VARCHAR)`
  const cast = from === 'VARCHAR' ? `TRY_CAST(trim(${value}) AS ${type})` : `TRY_CAST(${value} AS ${type})`
  const fits = from === 'VARCHAR' ? session.fits(value, type) : `TRY_CAST(${cast} AS ${from}) IS NOT DISTINCT FROM ${value}`
  return `CASE WHEN ${value} IS NULL THEN NULL WHEN ${fits} THEN ${cast} ELSE ${otherwise} END`
}

/** SQL that ends the query at a value that does not fit, and says which. */
export function failure({name}: Column, type: string, session: DataSession): string {
  const value = `left(CAST(${session.identifier(name)} AS VARCHAR), 100)`
  const [start, end] = [`cast of "${name}": the value is no ${type}: "`, '". Set on_cast_error to null to go on without it']
  return `CAST(error(${session.literal(start)} || ${value} || ${session.literal(end)}) AS ${type})`
}
