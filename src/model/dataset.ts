import type {ColumnTable} from 'arquero'
import {isJsonObject} from './json.js'

/** A column: its name, and its type as DuckDB writes it (`VARCHAR`, `BIGINT`, `DECIMAL(18,2)`, `DATE`, …). */
export interface Column {
  readonly name: string
  readonly type: string
}

/**
 * One value of a row in JavaScript. Integers are numbers while they are safe, else bigints; decimals are numbers up to
 * 15 digits of precision, else strings, so that no digit is lost; dates and times without a zone are ISO strings
 * (`2024-08-12`, `2024-08-12T10:00:00`), timestamps with one are ISO strings that end in `Z`; lists are arrays and
 * structs objects.
 */
export type Cell = boolean | bigint | number | string | Uint8Array | null | readonly Cell[] | {readonly [key: string]: Cell}

export type Row = Readonly<Record<string, Cell>>

/** Rows that can be taken one after the other, alone or in lists. */
export type Rows = AsyncIterable<Row | readonly Row[]> | Iterable<Row | readonly Row[]>

/** An immutable, named, typed table that is read by columns, rows or SQL without knowing where it lies. */
export interface Dataset {
  readonly columns: readonly Column[]
  /** How many rows it has, where that is known without reading it. */
  readonly knownCount: number | undefined
  /** How many rows it has; counts them when that is not known yet. */
  count(): Promise<number>
  /** All rows, or the first `limit` of them, in order. */
  rows(options?: {readonly limit?: number}): Promise<Row[]>
  /** Rows in order, `size` at a time (default 1,000), in bounded memory. */
  batches(options?: {readonly size?: number}): AsyncIterable<Row[]>
  /** An arquero table. Refused above `max_rows` (default 1,000,000), since it must fit into memory. */
  toArquero(options?: {readonly max_rows?: number}): Promise<ColumnTable>
  /** A new Dataset: `query` is one SELECT that reads this one as `input`. Lazy: it runs when it is read. */
  sql(query: string): Promise<Dataset>
  /** The same rows, computed once and held: use it before reading a Dataset several times. */
  materialise(): Promise<Dataset>
}

/** A Dataset as it stands in a result document: which file holds it. */
export interface DatasetReference {
  readonly type: 'dataset'
  readonly format: 'parquet'
  readonly path: string
  readonly rows: number
  readonly columns: readonly Column[]
}

/** Whether a value of a result document stands for a table that was kept. */
export function isDatasetReference(value: unknown): value is DatasetReference {
  if (!isJsonObject(value) || value['type'] !== 'dataset' || value['format'] !== 'parquet') return false
  return typeof value['path'] === 'string' && typeof value['rows'] === 'number' && Array.isArray(value['columns'])
}

/** Column types that a mod's parameters can name. */
export const columnTypes = [
  'text',
  'integer',
  'decimal',
  'double',
  'boolean',
  'date',
  'timestamp',
  'timestamptz',
  'time',
] as const
export type ColumnType = (typeof columnTypes)[number]
