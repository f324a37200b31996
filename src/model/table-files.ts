import type {Dataset} from './dataset.js'
import type {Problem} from './problem.js'

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
  /** More rejected rows than this fail the read: a number, or a share of all rows such as `"5%"`. */
  readonly max_rejects?: number | string
  /**
   * Which reader: auto (default) takes the engine's where it is certain to give the same rows, `exact` is csv-parse,
   * `fast` is the engine's or an error that says why it cannot be.
   */
  readonly reader?: 'auto' | 'exact' | 'fast'
}

/** What reading files gave, whatever their format. */
export interface TableRead {
  readonly data: Dataset
  /** Columns file, line, column, code, reason, raw; without rows unless `on_bad_row` is collect. */
  readonly rejected: Dataset
  /** Rows in the files: rows of `data` + rows rejected. Undefined where nothing has been read yet, since the mod is fused. */
  readonly rows_read: number | undefined
  readonly rows_rejected: number
  readonly file_size_bytes: number
  /** Absolute paths that were read, in order. */
  readonly files: readonly string[]
  readonly warnings: readonly Problem[]
}

export interface CsvRead extends TableRead {
  readonly columns_read: number
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
  readonly if_exists?: IfExists
  /** Puts a `'` before text, names of columns too, that a spreadsheet would run as a formula. Default false. */
  readonly escape_formulas?: boolean
}

/** What becomes of a file that is there already: overwrite (default) replaces it, error refuses, backup renames it first. */
export type IfExists = 'backup' | 'error' | 'overwrite'

/** What writing a file gave, whatever its format. */
export interface TableWritten {
  /** Absolute path: where the file will stand when the step has succeeded. */
  readonly path: string
  readonly rows_written: number
  readonly columns_written: number
  readonly file_size_bytes: number
}

/** How to read Parquet. Keys are those of parquet_reader's parameters. */
export interface ParquetReadOptions {
  /** Columns to keep, in this order. Default all. */
  readonly columns?: readonly string[]
  /** Rows to read at most. */
  readonly max_rows?: number
}

/** How to write Parquet. Keys are those of parquet_writer's parameters. */
export interface ParquetWriteOptions {
  /** Default zstd. */
  readonly compression?: 'gzip' | 'none' | 'snappy' | 'zstd'
  readonly if_exists?: IfExists
}

/** How to read JSON. Keys are those of json_reader's parameters. */
export interface JsonReadOptions {
  /** array: one JSON array of objects; ndjson: one object a line; auto (default) tells by the first character. */
  readonly format?: 'array' | 'auto' | 'ndjson'
  /** Where in the document the array stands, as a JSON Pointer: `/result/rows`. Default the document itself. */
  readonly pointer?: string
  readonly columns?: readonly string[]
  /** Types by column; others are decided by all of their values. */
  readonly types?: Readonly<Record<string, string>>
  readonly max_rows?: number
  readonly on_bad_row?: 'collect' | 'error' | 'skip'
  readonly max_rejects?: number | string
}

/** How to write JSON. Keys are those of json_writer's parameters. */
export interface JsonWriteOptions {
  /** Default ndjson where the name ends in .ndjson or .jsonl, else array. */
  readonly format?: 'array' | 'ndjson'
  readonly compression?: 'gzip' | 'none'
  readonly if_exists?: IfExists
}
