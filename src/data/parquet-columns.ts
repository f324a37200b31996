import type {Column} from '../model/dataset.js'
import {commaList, fileLiteral, identifier} from './sql-text.js'

/**
 * How a type that Parquet cannot hold exactly is stored: DuckDB writes HUGEINT as a double, drops the zone of a TIME
 * and the microseconds of an INTERVAL. Read back, each is cast to what it was.
 */
function storedAs(type: string): string | undefined {
  if (type === 'HUGEINT') return 'DECIMAL(38,0)'
  if (['UHUGEINT', 'TIME WITH TIME ZONE', 'INTERVAL', 'BIT', 'BIGNUM'].includes(type)) return 'VARCHAR'
  if (type.startsWith('ENUM(')) return 'VARCHAR'
  return undefined
}

/** Types whose values Parquet keeps but whose name it does not. */
function isRenamedByParquet(type: string): boolean {
  return type === 'TIMESTAMP_S' || type === 'TIMESTAMP_MS' || type === '"NULL"' || /\[\d+\]$/.test(type)
}

/** A SELECT of a relation's columns as they go into a Parquet file. */
export function storeSelect(columns: readonly Column[], relation: string): string {
  const stored = columns.map(({name, type}) => {
    const storage = storedAs(type)
    return storage === undefined ? identifier(name) : `CAST(${identifier(name)} AS ${storage}) AS ${identifier(name)}`
  })
  return `SELECT ${commaList(stored)} FROM ${relation}`
}

/** A SELECT of a Parquet file's columns with the types they had before they were stored. */
export function restoreSelect(columns: readonly Column[], file: string): string {
  return `SELECT ${commaList(restoredColumns(columns))} FROM read_parquet(${fileLiteral(file)})`
}

/** The columns of a Parquet file with the types they had before they were stored. */
export function restoredColumns(columns: readonly Column[]): readonly string[] {
  return columns.map(({name, type}) => {
    const asItIs = storedAs(type) === undefined && !isRenamedByParquet(type)
    return asItIs ? identifier(name) : `CAST(${identifier(name)} AS ${type}) AS ${identifier(name)}`
  })
}
