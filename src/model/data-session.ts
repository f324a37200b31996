import type {ColumnTable} from 'arquero'
import type {Column, Dataset, Rows} from './dataset.js'
import type {Problem} from './problem.js'
import type {
  CsvRead,
  CsvReadOptions,
  CsvWriteOptions,
  IfExists,
  JsonReadOptions,
  JsonWriteOptions,
  ParquetReadOptions,
  ParquetWriteOptions,
  TableRead,
  TableWritten,
} from './table-files.js'

/** The data of one mod's run: what `context.data` is. */
export interface DataSession {
  /** Reads one file, a glob or a list of files that have the same columns. */
  readCsv(path: string | readonly string[], options?: CsvReadOptions): Promise<CsvRead>
  /** Stages a file beside its target; it gets its final name when the mod has succeeded. */
  writeCsv(dataset: Dataset, path: string, options?: CsvWriteOptions): Promise<TableWritten>
  readParquet(path: string | readonly string[], options?: ParquetReadOptions): Promise<TableRead>
  writeParquet(dataset: Dataset, path: string, options?: ParquetWriteOptions): Promise<TableWritten>
  readJson(path: string | readonly string[], options?: JsonReadOptions): Promise<TableRead>
  writeJson(dataset: Dataset, path: string, options?: JsonWriteOptions): Promise<TableWritten>
  /**
   * For a format that the session does not write: a new, empty file beside its target, to be written by the mod. It gets
   * its final name when the mod has succeeded, and goes when it has not.
   */
  stageFile(path: string, options?: {readonly if_exists?: IfExists}): Promise<{readonly temporary: string; readonly path: string}>
  /**
   * A Dataset of rows, in their order; lists of rows, as `batches` gives them, are the fast way. Columns are taken from
   * `columns`, else from the rows' own keys and values.
   */
  fromRows(rows: Rows, options?: {readonly columns?: readonly Column[]}): Promise<Dataset>
  fromArquero(table: ColumnTable): Promise<Dataset>
  /** One SELECT over named inputs, as a new lazy Dataset. Put values in with `literal`, names with `identifier`. */
  sql(query: string, inputs: Readonly<Record<string, Dataset>>): Promise<Dataset>
  /**
   * Whether the job says `materialize: never` for this mod: what it gives is then computed by whoever reads it, in the same
   * pass. A mod that needs more than one pass over its data materialises what it needs all the same.
   */
  readonly fused: boolean
  /**
   * What a SQL mod gives: like `sql`, but computed and counted at once; where the mod is fused it stays lazy, and its
   * `knownCount` undefined.
   */
  output(query: string, inputs: Readonly<Record<string, Dataset>>): Promise<Dataset>
  /** The same rows with a column of row numbers in front, from 0. Numbers, unlike a window function, in parallel. */
  numbered(dataset: Dataset, column: string): Promise<Dataset>
  /** Counts rows in the pass that computes them; see `Tally`. */
  tally(): Promise<Tally>
  /**
   * An expression over columns (`price * quantity > 100 AND status IN ('paid', 'open')`) as SQL that cannot reach outside of
   * its row. Throws a DataPyError `bad_expression` for an unknown column, function or operator.
   */
  expression(text: string, columns: readonly Column[]): Promise<string>
  /** What in a SELECT reaches outside of its named inputs: files, network, settings, other tables. Empty: nothing does. */
  outsideOf(query: string, inputs: readonly string[]): Promise<readonly Problem[]>
  /** A value as SQL text, quoted. */
  literal(value: boolean | bigint | number | string | null): string
  /** A name as SQL text, quoted. */
  identifier(name: string): string
  /** What is wrong with a column's name, in words, with the nearest name that there is; undefined where there is such a column. */
  unknownColumn(name: string, columns: readonly Column[]): string | undefined
  /** The DuckDB type for one of `columnTypes`, or the type itself when DuckDB knows it; throws for any other. */
  columnType(name: string): string
  /**
   * SQL that is true where the text `expression` is a value of the DuckDB type as it stands, so that a cast neither fails
   * nor loses anything: no fraction is rounded away, no date is guessed, no zone dropped. Spaces around it do not matter.
   */
  fits(expression: string, type: string): string
  /**
   * SQL of a text without white space at its ends, of any kind that Unicode has. `dataset`: the one that the text is read
   * from, as it stands there; much is known of some that makes this cheaper.
   */
  trimmed(expression: string, dataset?: Dataset): string
  /** The arquero library: `aq.op`, `aq.desc`, … */
  arquero(): Promise<typeof import('arquero')>
}

/**
 * Counts the rows for which something holds, in the one pass that computes them. Put `when(condition)` in place of the
 * condition, once, into a query that is then computed as a whole by `output` or `materialise`, and where every row passes
 * it: in a WHERE, or a column that is kept. What is read twice is counted twice.
 */
export interface Tally {
  /** SQL that is true where the condition is. */
  when(condition: string): string
  /** How often it was true; undefined where the mod is fused, since nothing has been computed yet. */
  count(): Promise<number | undefined>
}
