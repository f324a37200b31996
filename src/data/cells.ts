import {
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBUnionValue,
  type DuckDBValue,
} from '@duckdb/node-api'
import type {Cell} from '../model/dataset.js'

/** A value of DuckDB's as a mod sees it; see `Cell` for what becomes of each kind. */
export function toCell(value: DuckDBValue): Cell {
  if (typeof value === 'bigint') return integerCell(value)
  if (value === null || typeof value !== 'object') return value
  if (value instanceof DuckDBDecimalValue) return decimalCell(value)
  if (value instanceof DuckDBDateValue) return value.isFinite ? value.toString() : infinite(value.days > 0)
  if (value instanceof DuckDBTimestampTZValue) return value.isFinite ? zonedCell(value.micros) : infinite(value.micros > 0n)
  if (isPlainTimestamp(value)) return value.toString().replace(' ', 'T')
  if (value instanceof DuckDBBlobValue) return value.bytes
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) return value.items.map(toCell)
  if (value instanceof DuckDBStructValue) {
    return Object.fromEntries(Object.entries(value.entries).map(([key, entry]) => [key, toCell(entry)]))
  }
  if (value instanceof DuckDBMapValue)
    return Object.fromEntries(value.entries.map((entry) => [keyText(entry.key), toCell(entry.value)]))
  if (value instanceof DuckDBUnionValue) return toCell(value.value)
  return value.toString()
}

function integerCell(value: bigint): bigint | number {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

/** 15 significant digits survive a double and come back as they were; more would not. */
export function decimalCell(value: DuckDBDecimalValue): number | string {
  const digits = value.value < 0n ? -value.value : value.value
  return digits < 1_000_000_000_000_000n ? Number(value.toString()) : value.toString()
}

/** The ISO form that ends in Z, with as many digits of the fraction as are needed. */
function zonedCell(micros: bigint): string {
  return `${new DuckDBTimestampValue(micros).toString().replace(' ', 'T')}Z`
}

function isPlainTimestamp(value: object) {
  return (
    value instanceof DuckDBTimestampValue ||
    value instanceof DuckDBTimestampSecondsValue ||
    value instanceof DuckDBTimestampMillisecondsValue ||
    value instanceof DuckDBTimestampNanosecondsValue
  )
}

function infinite(positive: boolean): string {
  return positive ? 'infinity' : '-infinity'
}

function keyText(key: DuckDBValue): string {
  const cell = toCell(key)
  return typeof cell === 'string' ? cell : String(key)
}
