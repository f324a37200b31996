import type {ColumnTable} from 'arquero'
import type {Problem} from './problem.js'

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

/** An immutable, named, typed table that is read by columns, rows or SQL without knowing where it lies. */
export interface Dataset {
  readonly columns: readonly Column[]
  /** How many rows it has; counts them when that is not known yet. */
  count(): Promise<number>
  /** All rows, or the first `limit` of them, in order. */
  rows(options?: {readonly limit?: number}): Promise<Row[]>
  /** Rows in order, `size` at a time (default 10,000), in bounded memory. */
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

/** How to read CSV. Keys are those of csv_reader's parameters, which can be handed on as they are. */
export interface CsvReadOptions {
  /** Default `utf-8`; also `latin-1`, `cp1252`, `utf-16` and what iconv-lite knows. */
  readonly encoding?: string
  /** Default `,`. One or more characters. */
  readonly delimiter?: string
  /** Default `"`. An empty text: no quoting. */
  readonly quote?: string
  /** Default the quote itself. */
  readonly escape?: string
  /** True (default): the first line names the columns; false: they are column_1, column_2 …; a list: their names. */
  readonly header?: boolean | readonly string[]
  /** Physical lines to pass over before the header. Default 0. */
  readonly skip_rows?: number
  /** Rows to read at most. */
  readonly max_rows?: number
  /** Columns to keep, in this order. Default all. */
  readonly columns?: readonly string[]
  /** Types by column; other columns are inferred from all of their values. A DuckDB type such as `DECIMAL(10,2)` works too. */
  readonly types?: Readonly<Record<string, string>>
  /** Infer types of the columns that `types` does not name. Default true; false leaves text. */
  readonly infer_types?: boolean
  /** Unquoted values that mean null. Default only the empty one. */
  readonly null_values?: readonly string[]
  /** error (default): the first bad row fails the read; skip: it is counted; collect: it is kept in `rejected`. */
  readonly on_bad_row?: 'collect' | 'error' | 'skip'
  /** More rejected rows than this fail the read. */
  readonly max_rejects?: number
}

export interface CsvRead {
  readonly data: Dataset
  /** Columns file, line, column, code, reason, raw; without rows unless `on_bad_row` is collect. */
  readonly rejected: Dataset
  /** Records in the files, the header left out: rows of `data` + rows rejected. */
  readonly rows_read: number
  readonly rows_rejected: number
  readonly columns_read: number
  readonly file_size_bytes: number
  /** Absolute paths that were read, in order. */
  readonly files: readonly string[]
  readonly warnings: readonly Problem[]
}

/** How to write CSV. Keys are those of csv_writer's parameters. */
export interface CsvWriteOptions {
  /** Default `utf-8`. */
  readonly encoding?: string
  readonly delimiter?: string
  /** needed (default): where the value needs it; all: every value that is not null; none: refuse what would need it. */
  readonly quote_style?: 'all' | 'needed' | 'none'
  readonly header?: boolean
  /** What is written for null. Default the empty text; an empty string is then written quoted, so that both survive. */
  readonly null_value?: string
  readonly line_ending?: '\n' | '\r\n'
  /** gzip, or none (default; `gzip` also when the name ends in .gz). */
  readonly compression?: 'gzip' | 'none'
  readonly if_exists?: 'backup' | 'error' | 'overwrite'
  /** Puts a `'` before text that a spreadsheet would run as a formula. Default false. */
  readonly escape_formulas?: boolean
}

export interface CsvWritten {
  /** Absolute path: where the file will stand when the step has succeeded. */
  readonly path: string
  readonly rows_written: number
  readonly columns_written: number
  readonly file_size_bytes: number
}

/** The data of one mod's run: what `context.data` is. */
export interface DataSession {
  /** Reads one file, a glob or a list of files that have the same columns. */
  readCsv(path: string | readonly string[], options?: CsvReadOptions): Promise<CsvRead>
  /** Stages a file beside its target; it gets its final name when the mod has succeeded. */
  writeCsv(dataset: Dataset, path: string, options?: CsvWriteOptions): Promise<CsvWritten>
  /** A Dataset of rows, in their order. Columns are taken from `columns`, else from the rows' own keys and values. */
  fromRows(rows: AsyncIterable<Row> | Iterable<Row>, options?: {readonly columns?: readonly Column[]}): Promise<Dataset>
  fromArquero(table: ColumnTable): Promise<Dataset>
  /** One SELECT over named inputs, as a new lazy Dataset. Put values in with `literal`, names with `identifier`. */
  sql(query: string, inputs: Readonly<Record<string, Dataset>>): Promise<Dataset>
  /** A value as SQL text, quoted. */
  literal(value: boolean | bigint | number | string | null): string
  /** A name as SQL text, quoted. */
  identifier(name: string): string
  /** The DuckDB type for one of `columnTypes`, or the type itself when DuckDB knows it; throws for any other. */
  columnType(name: string): string
  /**
   * SQL that is true where the text `expression` is a value of the DuckDB type as it stands, so that a cast neither fails
   * nor loses anything: no fraction is rounded away, no date is guessed, no zone dropped. Spaces around it do not matter.
   */
  fits(expression: string, type: string): string
  /** The arquero library: `aq.op`, `aq.desc`, … */
  arquero(): Promise<typeof import('arquero')>
}
