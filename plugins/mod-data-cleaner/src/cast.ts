import type {DataSession} from 'datapy/mod'
import type {Params} from './params.js'

/** What a column is to become. */
export interface Cast {
  readonly type: string
  /** The forms that its dates or times may have, as strptime writes them; none: those of ISO 8601. */
  readonly formats: readonly string[]
}

/** What the parameter `cast` says of one column. Throws for a type that there is not. */
export function castOf(rule: Params['cast'][string], session: DataSession): Cast {
  if (typeof rule === 'string') return {type: session.columnType(rule), formats: []}
  const {type, format} = rule
  return {type: session.columnType(type), formats: typeof format === 'string' ? [format] : format}
}

/** SQL of a value in another type; null where it is none of that type, or something of it would be lost. */
export function castSql(value: string, from: string, {type, formats}: Cast, session: DataSession): string {
  if (type === 'VARCHAR') return `CAST(${value} AS VARCHAR)`
  if (formats.length > 0) return parsed(value, {type, formats}, session)
  if (from !== 'VARCHAR') {
    const cast = `TRY_CAST(${value} AS ${type})`
    return `CASE WHEN TRY_CAST(${cast} AS ${from}) IS NOT DISTINCT FROM ${value} THEN ${cast} END`
  }
  // A whole number is whole with a point and zeros behind it, too.
  const text = isInteger(type) ? String.raw`regexp_replace(${value}, '\.0*\s*$', '')` : value
  return `CASE WHEN ${session.fits(text, type)} THEN TRY_CAST(trim(${text}) AS ${type}) END`
}

function parsed(value: string, {type, formats}: Cast, {literal}: DataSession): string {
  const moment = `try_strptime(trim(CAST(${value} AS VARCHAR)), [${formats.map((format) => literal(format)).join(', ')}])`
  if (type !== 'DATE') return `CAST(${moment} AS ${type})`
  return `CASE WHEN CAST(CAST(${moment} AS DATE) AS TIMESTAMP) = ${moment} THEN CAST(${moment} AS DATE) END`
}

/** A value of a parameter as SQL of a column's type; null where it is none of that type. */
export function literalOf(value: boolean | number | string | null, type: string, session: DataSession): string {
  if (value === null) return `CAST(NULL AS ${type})`
  const text = session.literal(String(value))
  return type === 'VARCHAR' ? text : castSql(text, 'VARCHAR', {type, formats: []}, session)
}

export function isInteger(type: string): boolean {
  return /INT$|^INTEGER$/.test(type)
}

export function isNumber(type: string): boolean {
  return isInteger(type) || /^DECIMAL|^DOUBLE$|^FLOAT$/.test(type)
}
