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

/** A cast in two steps, so that the engine casts each value once. */
export interface CastSql {
  /** SQL of the value in the other type, made of the column: null where that cannot be, but something may have been lost. */
  readonly tried: string
  /** SQL of the value in the other type, made of the column and of what was tried; `otherwise` where something would be lost. */
  judged(tried: string, otherwise: string): string
}

/** How a value is cast; nothing of it may be lost. */
export function castOfColumn(value: string, from: string, cast: Cast, session: DataSession): CastSql {
  const {type, formats} = cast
  if (type === 'VARCHAR') return {tried: `CAST(${value} AS VARCHAR)`, judged: (tried) => tried}
  const exact = castSql(value, from, cast, session)
  if (formats.length > 0 || from !== 'VARCHAR')
    return {tried: exact, judged: (tried, otherwise) => `CASE WHEN ${tried} IS NOT NULL THEN ${tried} ELSE ${otherwise} END`}
  return {
    tried: `TRY_CAST(${value} AS ${type})`,
    judged: (tried, otherwise) => {
      const written = writtenSame(value, tried, type)
      return `CASE ${written === undefined ? '' : `WHEN ${written} THEN ${tried}`} WHEN ${exact} IS NOT NULL THEN ${exact} ELSE ${otherwise} END`
    },
  }
}

/** SQL that is true where a value is written as the text it was read from: then nothing was lost. Few texts are longer looked at. */
function writtenSame(text: string, value: string, type: string): string | undefined {
  const same = `CAST(${value} AS VARCHAR) = ${text}`
  if (isInteger(type) || type.startsWith('DECIMAL')) return same
  // Other dates are longer, infinite ones shorter.
  return type === 'DATE' ? `length(${text}) = 10 AND ${same}` : undefined
}

/** SQL of a value in another type; null where it is none of that type, or something of it would be lost. */
function castSql(value: string, from: string, {type, formats}: Cast, session: DataSession): string {
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
