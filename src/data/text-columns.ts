import type {Cell} from '../model/dataset.js'
import type {Database} from './database.js'
import {columnType, fitsSql, plainDecimal} from './column-types.js'
import {commaList} from './sql-text.js'

/** Turns one text column of a spool into a typed one. Looks at every value, a batch at a time, never at a sample. */
export interface TextColumn {
  /** Aggregates over a batch that tell what `observe` needs. */
  measures(column: string): readonly string[]
  /** Takes the values of those aggregates, in their order. */
  observe(values: readonly Cell[]): void
  /** SQL that is true where a value cannot be kept in this column; nothing when every text can. */
  misfit?(column: string): string
  /** The type decided for, once all batches were seen, as DuckDB writes it. */
  type(): string
  /** SQL of the typed value. */
  cast(column: string): string
  /**
   * SQL of the typed value that ends the query with an error where a value is a misfit, or asks for another type than the
   * one decided for: so one pass can both rely on a decision that a part of the values led to, and prove it.
   */
  proven(column: string): string
}

/** SQL that ends a query: a value of a column is not what it was taken for. */
export const unproven = `error('datapy: a value does not have the type of its column')`

/** A column that stays text. */
export const plainText: TextColumn = {
  measures: () => [],
  observe: () => undefined,
  type: () => 'VARCHAR',
  cast: (column) => column,
  proven: (column) => column,
}

/** A column whose type the user named: a value that does not fit it is a misfit. An empty text is null in it. */
export function namedColumn(name: string): TextColumn {
  if (name === 'decimal') return decimalColumn()
  const type = columnType(name)
  if (type === 'VARCHAR') return plainText
  const misfit = (column: string) => `${column} <> '' AND NOT ${fitsSql(column, type)}`
  const cast = (column: string) => `CAST(nullif(trim(${column}), '') AS ${type})`
  return {
    ...plainText,
    misfit,
    type: () => type,
    cast,
    proven: (column) => {
      const plain = writesBack(column, type)
      const first = plain === undefined ? '' : `WHEN ${plain} THEN CAST(${column} AS ${type})`
      return `CASE ${first} WHEN ${misfit(column)} THEN ${unproven} ELSE ${cast(column)} END`
    },
  }
}

/** `decimal`: as many digits as the values have, on both sides of the point. */
function decimalColumn(): TextColumn {
  let whole = 1
  let scale = 0
  const digits = (column: string) => `length(ltrim(split_part(trim(${column}), '.', 1), '+-0'))`
  const fraction = (column: string) => `length(split_part(trim(${column}), '.', 2))`
  const type = () => decimalType(whole + scale, scale)
  return {
    measures: (column) => [`max(${digits(column)})`, `max(${fraction(column)})`],
    observe: ([most, finest]) => {
      whole = Math.max(whole, Number(most ?? 0))
      scale = Math.max(scale, Number(finest ?? 0))
    },
    misfit: (column) =>
      `${column} <> '' AND NOT (regexp_full_match(${column}, '\\s*${plainDecimal}\\s*') AND ${digits(column)} <= 28 AND ${fraction(column)} <= 10)`,
    type,
    cast: (column) => `CAST(nullif(trim(${column}), '') AS ${type()})`,
    proven: (column) => {
      const fits = `${digits(column)} <= ${String(widthOf(whole + scale) - scale)} AND ${fraction(column)} <= ${String(scale)}`
      return `CASE WHEN ${column} <> '' AND NOT (regexp_full_match(${column}, '\\s*${plainDecimal}\\s*') AND ${fits}) THEN ${unproven} ELSE CAST(nullif(trim(${column}), '') AS ${type()}) END`
    },
  }
}

/**
 * SQL that is true where a text is just what its value would be written as, which few types can tell from a cast alone; null
 * or false where that has to be looked at more closely. Cheaper than the patterns of `fitsSql`.
 */
function writesBack(column: string, type: string): string | undefined {
  const same = `CAST(TRY_CAST(${column} AS ${type}) AS VARCHAR) = ${column}`
  if (/INT(EGER)?$|^DECIMAL/.test(type)) return same
  // Other dates are longer, infinite ones shorter.
  return type === 'DATE' ? `length(${column}) = 10 AND ${same}` : undefined
}

/** Widths of decimals that are used, so that two files of the same kind get the same type. */
export function decimalType(digits: number, scale: number): string {
  return `DECIMAL(${String(widthOf(digits))},${String(scale)})`
}

function widthOf(digits: number): number {
  return digits <= 15 ? 15 : digits <= 18 ? 18 : 38
}

/** Measures a batch for all columns of a table. */
export async function observeBatch(database: Database, table: string, columns: readonly TextColumn[]): Promise<void> {
  const measures = columns.map((column, index) => column.measures(`c${String(index)}`))
  const open = [...measures.keys()].filter((index) => measures[index]?.length !== 0)
  for (let from = 0; from < open.length; from += measuredTogether) {
    const together = open.slice(from, from + measuredTogether)
    const values = await database.rows(`SELECT ${commaList(together.flatMap((index) => measures[index] ?? []))} FROM ${table}`)
    const left = [...(values[0] ?? [])]
    for (const index of together) columns[index]?.observe(left.splice(0, measures[index]?.length))
  }
}

/** Each measure of a query takes over 1 MB of memory, however few rows there are. */
const measuredTogether = 40
