import {rm} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {DuckDBDataChunk, DuckDBInstance, VARCHAR, type DuckDBAppender, type DuckDBConnection} from '@duckdb/node-api'
import {DataPyError} from '../errors/datapy-error.js'
import {diskFull, isDiskFull} from '../errors/disk-full.js'
import type {Cell, Column} from '../model/dataset.js'
import {toCell} from './cells.js'
import {connectionsOf, type Connections} from './connections.js'
import {dataError, isDataPyError, reasonOf} from './data-errors.js'
import type {DatabaseOptions} from './database-options.js'
import {folderSize} from './folder-size.js'
import {makeFolder} from './make-folder.js'
import {threadsFor} from './memory-limit.js'
import {parquetForm, type ParquetCodec} from './parquet-form.js'
import {scanCounts} from './scan-counts.js'
import {streamChunks, type ColumnChunk} from './result-stream.js'
import {toSqlError} from './sql-error.js'
import {literal, sendable} from './sql-text.js'

/** How far an engine is. */
export interface EngineProgress {
  /** How much of the query that runs now is done, from 0 to 1; absent where none runs, or the engine cannot tell. */
  readonly share?: number
  /** How much lies on the disk for want of memory, in bytes. */
  readonly spilled: number
}

/** How many rows one chunk of DuckDB's holds. */
export const chunkRows = 2048

/** One DuckDB in memory, spilling into its folder. Errors are DataPyErrors; an aborted signal ends whatever runs. */
export class Database {
  readonly #instance: DuckDBInstance
  readonly #connections: Connections
  readonly #options: DatabaseOptions
  /** Views that may fail when they are read, and what to read in their place then. */
  readonly #fallbacks = new Map<string, LazyFile>()
  readonly #proven = new Map<string, number>()
  readonly #onlyBlanks = new Set<string>()
  #named = 0
  #interruptions = 0

  private constructor(instance: DuckDBInstance, options: DatabaseOptions) {
    this.#instance = instance
    this.#options = options
    this.#connections = connectionsOf(instance, options)
  }

  static async open(options: DatabaseOptions): Promise<Database> {
    options.stops.throwIfAborted()
    try {
      await makeFolder(options.folder)
      const instance = await DuckDBInstance.create(':memory:', {
        memory_limit: `${String(Math.floor(options.memory / 1024))}KiB`,
        temp_directory: spillFolder(options),
        autoinstall_known_extensions: 'false',
        autoload_known_extensions: 'false',
        preserve_insertion_order: 'true',
      })
      const database = new Database(instance, options)
      await database.run(`SET GLOBAL TimeZone = 'UTC'`)
      const threads = threadsFor(options.memory)
      if (Number(await database.value(`SELECT current_setting('threads')`)) > threads)
        await database.run(`SET GLOBAL threads = ${String(threads)}`)
      return database
    } catch (error) {
      await rm(options.folder, {recursive: true, force: true}).catch(() => undefined)
      if (isDataPyError(error)) throw error
      if (isDiskFull(error)) throw new DataPyError([diskFull(dirname(options.folder), {keepsRuns: true})], {cause: error})
      throw dataError('engine_failed', `the data engine does not start: ${reasonOf(error)}`, {cause: error})
    }
  }

  /** A name that no relation has yet. */
  newName(kind: string): string {
    this.#named += 1
    return `${kind}_${String(this.#named)}`
  }

  /** A path in the database's folder that no file has yet. */
  newFile(extension: string): string {
    return join(this.#options.folder, this.newName('part') + extension)
  }

  log(message: string): void {
    this.#options.log(message)
  }

  /** Remembers of a relation, or of a Parquet file, that its texts begin and end with no white space but blanks. */
  markOnlyBlanks(relation: string): void {
    this.#onlyBlanks.add(relation)
  }

  hasOnlyBlanks(relation: string): boolean {
    return this.#onlyBlanks.has(relation)
  }

  /** Tells of a view that reads a file only when it is read itself. */
  addLazyFile(view: string, file: LazyFile): void {
    this.#fallbacks.set(view, file)
  }

  /** How many rows were read through a lazy view, once a query has. */
  provenRows(view: string): number | undefined {
    return this.#proven.get(view)
  }

  throwIfAborted(): void {
    this.#connections.throwIfAborted()
  }

  async run(sql: string): Promise<void> {
    await this.#use(async (connection) => await connection.run(sql))
  }

  /** All rows of a small result. */
  async rows(sql: string): Promise<Cell[][]> {
    const result = await this.#use(async (connection) => await connection.runAndReadAll(sql))
    return result.getRows().map((row) => row.map(toCell))
  }

  /** One value: the first of the first row. */
  async value(sql: string): Promise<Cell> {
    return (await this.rows(sql))[0]?.[0] ?? null
  }

  /** How many statements a text holds; throws where it is no SQL. */
  async countStatements(sql: string): Promise<number> {
    return await this.#use(async (connection) => (await connection.extractStatements(sql)).count)
  }

  async describe(relation: string): Promise<Column[]> {
    const rows = await this.rows(`SELECT ${sendable('column_name')}, column_type FROM (DESCRIBE ${relation})`)
    return rows.map(([name, type]) => ({name: String(name), type: String(type)}))
  }

  /** The rows of a query with these columns in order, a chunk at a time, in bounded memory. */
  async *stream(query: string, columns: readonly Column[]): AsyncGenerator<ColumnChunk> {
    let hasBegun = false
    try {
      for await (const chunk of this.#streamOnce(query, columns)) {
        hasBegun = true
        yield chunk
      }
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined
      // Rows that were given cannot be taken back.
      if (hasBegun || !isAboutData(cause) || !(await this.#replaceViews())) throw error
      yield* this.#streamOnce(query, columns)
    }
  }

  async *#streamOnce(query: string, columns: readonly Column[]): AsyncGenerator<ColumnChunk> {
    const lease = await this.#connections.take()
    const interruptions = this.#interruptions
    try {
      const isWhole = yield* streamChunks(lease, query, columns)
      if (!isWhole) throw await this.#failureOf(query, interruptions)
    } catch (error) {
      throw this.#told(error)
    } finally {
      lease.end()
    }
  }

  /** Writes a query's rows, of so many columns where that is known, into a Parquet file and says how many there were. */
  async copyToParquet(select: string, file: string, codec: ParquetCodec, columns = Infinity): Promise<number> {
    return await this.copy(select, file, parquetForm(codec, columns))
  }

  /** Writes a query's rows into a file, in the form that COPY's options say, and says how many there were. */
  async copy(select: string, file: string, form: string): Promise<number> {
    const query = `COPY (${select}) TO ${literal(file)} (${form}, USE_TMP_FILE false)`
    const rows = this.#fallbacks.size > 0 ? await this.#profiled(query) : await this.rows(query)
    return Number(rows[0]?.[0] ?? 0)
  }

  /** All rows of a small result; what the query's profile proves of lazy files is remembered. */
  async #profiled(sql: string): Promise<Cell[][]> {
    const profile = this.newFile('.json')
    const result = await this.#use(async (connection) => {
      await connection.run(`SET enable_profiling = 'json'; SET profiling_output = ${literal(profile)}`)
      try {
        return await connection.runAndReadAll(sql)
      } finally {
        await connection.run('RESET enable_profiling')
      }
    })
    const counts = await scanCounts(profile)
    for (const [view, {path}] of this.#fallbacks) {
      const rows = path === undefined ? undefined : counts.get(path)
      if (rows !== undefined) this.#proven.set(view, rows)
    }
    return result.getRows().map((row) => row.map(toCell))
  }

  /** A new table of `width` text columns c0, c1 …, and a way to put rows into it. */
  async newTextTable(width: number): Promise<TextTable> {
    const name = this.newName('text')
    await this.run(`CREATE TABLE ${name} (${Array.from({length: width}, (_, index) => `c${String(index)} VARCHAR`).join(', ')})`)
    const lease = await this.#connections.take()
    const appender: DuckDBAppender = await lease.use(async (connection) => await connection.createAppender(name))
    return {
      name,
      append: (columns) => {
        const chunk = DuckDBDataChunk.create(Array.from({length: width}, () => VARCHAR))
        chunk.setColumns(columns)
        appender.appendDataChunk(chunk)
      },
      end: () => {
        appender.closeSync()
        lease.end()
      },
    }
  }

  async progress(): Promise<EngineProgress> {
    const share = this.#connections.share()
    return {...(share !== undefined && {share}), spilled: await folderSize(spillFolder(this.#options))}
  }

  interrupt(): void {
    this.#interruptions += 1
    this.#connections.interrupt()
  }

  async close(): Promise<void> {
    await this.#connections.close()
    this.#instance.closeSync()
    await rm(this.#options.folder, {recursive: true, force: true})
  }

  async #use<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const lease = await this.#connections.take()
    try {
      return await lease.use(work)
    } catch (error) {
      const told = this.#told(error)
      if (!isAboutData(error) || !(await this.#replaceViews())) throw told
      return await lease.use(work)
    } finally {
      lease.end()
    }
  }

  /** Puts what does not fail in the place of views that may have; whether there were any. */
  async #replaceViews(): Promise<boolean> {
    const views = [...this.#fallbacks]
    this.#fallbacks.clear()
    for (const [view, {replace}] of views) await this.run(`CREATE OR REPLACE VIEW ${view} AS FROM ${await replace()}`)
    return views.length > 0
  }

  /** Why a stream ended before its last row: the query is run again for its message, which the stream did not tell. */
  async #failureOf(query: string, interruptions: number): Promise<Error> {
    this.throwIfAborted()
    if (this.#interruptions > interruptions) return dataError('cancelled', 'the query was stopped')
    const file = this.newFile('.parquet')
    try {
      await this.copyToParquet(query, file, 'uncompressed')
    } finally {
      await rm(file, {force: true})
    }
    return dataError('sql_failed', 'the query ended before its last row')
  }

  #told(error: unknown): unknown {
    this.throwIfAborted()
    return toSqlError(error, {folder: dirname(this.#options.folder), memory: this.#options.memory})
  }
}

function spillFolder({folder}: DatabaseOptions): string {
  return join(folder, 'spill')
}

/** A file that is read when a view is: what to do if that fails. */
export interface LazyFile {
  /** The file, where its rows stand for the view's one to one. */
  readonly path: string | undefined
  /** Another relation of the same columns, to stand in the view's place from then on; throws what is really wrong. */
  replace(): Promise<string>
}

/** Whether a query failed over what it read, and not over how it is written. */
function isAboutData(error: unknown): boolean {
  return error instanceof Error && /^(Invalid Input|Conversion) Error/.test(error.message)
}

/** A table of text columns that is being filled. */
export interface TextTable {
  readonly name: string
  /** Up to 2,048 rows, column by column. */
  append(columns: readonly (readonly (string | null)[])[]): void
  /** Nothing more comes: the rows can be read now. */
  end(): void
}
