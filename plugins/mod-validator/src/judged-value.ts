import type {Column, DataSession} from 'datapy/mod'

/** A value as the rules look at it. */
export interface JudgedValue {
  readonly sql: string
  readonly type: string
}

/** A column as its rules look at it: text of which a type is asked, as that type, and null where it is none. */
export function judgedValue({name, type}: Column, wanted: string | undefined, {identifier, fits}: DataSession): JudgedValue {
  const column = identifier(name)
  if (type !== 'VARCHAR' || wanted === undefined || wanted === 'VARCHAR') return {sql: column, type}
  return {sql: `CASE WHEN ${fits(column, wanted)} THEN TRY_CAST(trim(${column}) AS ${wanted}) END`, type: wanted}
}

/** SQL that is true where a column has a value that is none of a type as it stands. Never null. */
export function isNoValueOf({name, type}: Column, wanted: string, {identifier, fits}: DataSession): string {
  const column = identifier(name)
  if (type === wanted) return 'false'
  if (type === 'VARCHAR') return `coalesce(NOT ${fits(column, wanted)}, false)`
  return `(${column} IS NOT NULL AND TRY_CAST(TRY_CAST(${column} AS ${wanted}) AS ${type}) IS DISTINCT FROM ${column})`
}
