import {rm} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import type {DuckDBConnection, DuckDBInstance, DuckDBType} from '@duckdb/node-api'
import type {Cell, Column} from '../model/dataset.js'
import {toCell} from './cells.js'
import {connectionsOf, type Connections} from './connections.js'
import {dataError} from './data-errors.js'
import {spillFolder, type DatabaseOptions} from './database-options.js'
import type {EngineProgress} from './engine-progress.js'
import {folderSize} from './folder-size.js'
import {LazyFiles} from './lazy-files.js'
import {newTable, type NewTable} from './new-table.js'
import {openInstance} from './open-instance.js'
import {parquetForm, type ParquetCodec} from './parquet-form.js'
import {streamChunks, type ColumnChunk} from './result-stream.js'
import {runProfiled, scanCounts} from './scan-counts.js'
import {countAppended, type Scope} from './scope.js'
import {toSqlError} from './sql-error.js'
import {literal, sendable} from './sql-text.js'

/** One DuckDB in memory, spilling into its folder. Errors are DataPyErrors; an aborted signal ends whatever runs. */
export class Database {
  readonly #instance: DuckDBInstance
  readonly #connections: Connections
  readonly options: DatabaseOptions
  readonly lazyFiles = new LazyFiles()
  /** Relations, and Parquet files, whose texts begin and end with no white space but blanks. */
  readonly onlyBlanks = new Set<string>()
  #named = 0
  #interruptions = 0

  private constructor(instance: DuckDBInstance, options: DatabaseOptions) {
    this.#instance = instance
    this.options = options
    this.#connections = connectionsOf(instance, options)
  }

  static async open(options: DatabaseOptions): Promise<Database> {
    options.stops.throwIfAborted()
    return new Database(await openInstance(options), options)
  }

  /** A name that no relation has yet. */
  newName(kind: string): string {
    this.#named += 1
    return `${kind}_${String(this.#named)}`
  }

  /** A path in the database's folder that no file has yet. */
  newFile(extension: string): string {
    return join(this.options.folder, this.newName('part') + extension)
  }

  log(message: string): void {
    this.options.log(message)
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
      if (hasBegun || !(await this.#replaceViewsAfter(cause))) throw error
      yield* this.#streamOnce(query, columns)
    }
  }

  async *#streamOnce(query: string, columns: readonly Column[]): AsyncGenerator<ColumnChunk> {
    const interruptions = this.#interruptions
    try {
      const isWhole = yield* streamChunks(await this.#connections.take(), query, columns)
      if (!isWhole) throw await this.#failureOf(query, interruptions)
    } catch (error) {
      throw this.#told(error)
    }
  }

  /** Writes a query's rows, of so many columns where that is known, into a Parquet file and says how many there were. */
  async copyToParquet(select: string, file: string, codec: ParquetCodec, columns = Infinity): Promise<number> {
    return await this.copy(select, file, parquetForm(codec, columns))
  }

  /** Writes a query's rows into a file, in the form that COPY's options say, and says how many there were. */
  async copy(select: string, file: string, form: string): Promise<number> {
    const query = `COPY (${select}) TO ${literal(file)} (${form}, USE_TMP_FILE false)`
    const rows = this.lazyFiles.isEmpty ? await this.rows(query) : await this.#profiled(query)
    return Number(rows[0]?.[0] ?? 0)
  }

  /** All rows of a small result; what the query's profile proves of lazy files is remembered. */
  async #profiled(sql: string): Promise<Cell[][]> {
    const profile = this.newFile('.json')
    const result = await this.#use(async (connection) => await runProfiled(connection, sql, profile))
    this.lazyFiles.prove(await scanCounts(profile))
    return result.getRows().map((row) => row.map(toCell))
  }

  /** A new table of columns c0, c1 … of these types, and a way to put chunks of rows into it. */
  async newTable(types: readonly DuckDBType[]): Promise<NewTable> {
    const table = await newTable(this.newName('rows'), types, await this.#connections.take())
    return {
      ...table,
      append: (chunk) => {
        countAppended(chunk.rowCount)
        table.append(chunk)
      },
    }
  }

  /** How far the queries of a scope are, or all. */
  async progress(scope?: Scope): Promise<EngineProgress> {
    const share = this.#connections.share(scope)
    // Rows that pass through JavaScript come out of the engine, go into it, or both.
    const rows = scope === undefined ? 0 : Math.max(scope.moved.fetched, scope.moved.appended)
    return {...(share !== undefined && {share}), rows, spilled: await folderSize(spillFolder(this.options.folder))}
  }

  interrupt(): void {
    this.#interruptions += 1
    this.#connections.interrupt()
  }

  async close(): Promise<void> {
    await this.#connections.close()
    this.#instance.closeSync()
    await rm(this.options.folder, {recursive: true, force: true})
  }

  async #use<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const lease = await this.#connections.take()
    try {
      return await lease.use(work)
    } catch (error) {
      const told = this.#told(error)
      if (!(await this.#replaceViewsAfter(error))) throw told
      return await lease.use(work)
    } finally {
      lease.end()
    }
  }

  async #replaceViewsAfter(error: unknown): Promise<boolean> {
    return await this.lazyFiles.replaceAfter(error, async (sql) => {
      await this.run(sql)
    })
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
    return toSqlError(error, {folder: dirname(this.options.folder), memory: this.options.memory})
  }
}
