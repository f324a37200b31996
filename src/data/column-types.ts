import {DataPyError} from '../errors/datapy-error.js'
import {didYouMean} from '../errors/nearest.js'
import {problem} from '../errors/problem.js'
import {columnTypes, type ColumnType} from '../model/dataset.js'

const named: Readonly<Record<ColumnType, string>> = {
  text: 'VARCHAR',
  integer: 'BIGINT',
  decimal: 'DECIMAL(38,10)',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  timestamptz: 'TIMESTAMP WITH TIME ZONE',
  time: 'TIME',
}

const integers = [
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'BIGINT',
  'HUGEINT',
  'UTINYINT',
  'USMALLINT',
  'UINTEGER',
  'UBIGINT',
  'UHUGEINT',
]
const others = [
  'VARCHAR',
  'BOOLEAN',
  'DOUBLE',
  'FLOAT',
  'DATE',
  'TIME',
  'TIMESTAMP',
  'TIMESTAMP_S',
  'TIMESTAMP_MS',
  'TIMESTAMP_NS',
]
const rest = [
  'TIMESTAMP WITH TIME ZONE',
  'TIMESTAMPTZ',
  'TIME WITH TIME ZONE',
  'TIMETZ',
  'INTERVAL',
  'UUID',
  'BLOB',
  'JSON',
  'BIT',
]
const aliases: Readonly<Record<string, string>> = {
  INT: 'INTEGER',
  STRING: 'VARCHAR',
  BOOL: 'BOOLEAN',
  REAL: 'FLOAT',
  NUMERIC: 'DECIMAL',
}
const known = new Set([...integers, ...others, ...rest])
const decimalForm = /^(?:DECIMAL|NUMERIC) ?\( ?(\d{1,2}) ?(?:, ?(\d{1,2}) ?)?\)$/

/**
 * The DuckDB type for one of `columnTypes`, or the type itself, in capitals, when it is a scalar type of DuckDB's.
 * `integer` in small letters is ours, of 64 bits; `INTEGER` is DuckDB's, of 32. `decimal` is DECIMAL(38,10).
 * Throws a DataPyError `unknown_column_type` for any other.
 */
export function columnType(name: string): string {
  const found = findColumnType(name)
  if (found !== undefined) return found
  const hint =
    didYouMean(name, [...columnTypes, ...known]) ?? `types are ${columnTypes.join(', ')}, or a DuckDB type such as DECIMAL(10,2)`
  throw new DataPyError([problem('unknown_column_type', `"${name}" is no column type`, {hint})])
}

function findColumnType(name: string): string | undefined {
  const plain = columnTypes.find((type) => type === name)
  if (plain !== undefined) return named[plain]
  const upper = name.trim().replaceAll(/\s+/g, ' ').toUpperCase()
  const decimal = decimalForm.exec(upper)
  if (decimal) {
    const [, width = '', scale = '0'] = decimal
    const fits = Number(width) >= 1 && Number(width) <= 38 && Number(scale) <= Number(width)
    return fits ? `DECIMAL(${width},${scale})` : undefined
  }
  const type = Object.hasOwn(aliases, upper) ? aliases[upper] : upper
  return type !== undefined && known.has(type) ? type : undefined
}

const spaces = String.raw`\s*`
const wholeNumber = '[+-]?[0-9]+'
/** Digits with at most one point, and at least one digit. */
export const plainDecimal = String.raw`[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)`
const date = '[0-9]{4}-[0-9]{2}-[0-9]{2}'
const time = String.raw`[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?`

/**
 * SQL that is true where the text `expression` is a value of `type` as it stands, so that a cast neither fails nor
 * loses anything: no fraction is rounded away, no date is guessed, no zone is dropped or made up. Spaces around it do not matter.
 */
export function fitsSql(expression: string, type: string): string {
  if (type === 'VARCHAR') return 'true'
  const cast = `TRY_CAST(trim(${expression}) AS ${type}) IS NOT NULL`
  const form = formOf(type)
  return form === undefined ? cast : `(regexp_full_match(${expression}, '${spaces}${form}${spaces}') AND ${cast})`
}

function formOf(type: string): string | undefined {
  if (integers.includes(type)) return wholeNumber
  const decimal = decimalForm.exec(type)
  if (decimal)
    return String.raw`[+-]?([0-9]+(\.[0-9]{0,${decimal[2] ?? '0'}}0*)?|\.[0-9]{1,${decimal[2] ?? '0'}}0*)`.replace(
      '{1,0}',
      '{0}0',
    )
  if (type === 'DATE') return date
  if (type === 'TIME') return time
  if (type === 'TIMESTAMP WITH TIME ZONE' || type === 'TIMESTAMPTZ') return `${date}[ T]${time} ?(Z|[+-][0-9]{2}(:?[0-9]{2})?)`
  if (type.startsWith('TIMESTAMP')) return `${date}([ T]${time})?`
  return undefined
}
