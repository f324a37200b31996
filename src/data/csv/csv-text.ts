import type {Column} from '../../model/dataset.js'
import {identifier} from '../sql-text.js'

/** Whether a column's values cannot be a formula, whatever they begin with. */
export function isNumeric(type: string): boolean {
  return /INT$|^INTEGER$|^DECIMAL|^DOUBLE$|^FLOAT$|^BIGNUM$/.test(type)
}

/** A column's value as it is written: as DuckDB casts it to text, nested values as JSON, zoned timestamps with a Z. */
export function csvText({name, type}: Column): string {
  const column = identifier(name)
  if (type === 'VARCHAR') return column
  if (type === 'TIMESTAMP WITH TIME ZONE') return `replace(CAST(${column} AS VARCHAR), '+00', 'Z')`
  if (/[[(]/.test(type) && !/^(DECIMAL|ENUM)\(/.test(type)) return `CAST(to_json(${column}) AS VARCHAR)`
  return `CAST(${column} AS VARCHAR)`
}
