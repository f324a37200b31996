import {mkdir, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {DuckDBDataChunk, DuckDBInstance, VARCHAR, type DuckDBAppender, type DuckDBConnection} from '@duckdb/node-api'
import type {Cell, Column} from '../model/dataset.js'
import {toCell} from './cells.js'
import {abortError, connectionsOf, type Connections} from './connections.js'
import {dataError, isDataPyError, reasonOf} from './data-errors.js'
import {streamChunks, type ColumnChunk} from './result-stream.js'
import {toSqlError} from './sql-error.js'
import {literal, sendable} from './sql-text.js'

export interface DatabaseOptions {
  /** Everything the database writes lies here; made when it opens and removed when it closes. */
  readonly folder: string
  /** As DuckDB writes it: `512MB`. */
  readonly memoryLimit: string
  readonly signal: AbortSignal | undefined
  log(message: string): void
}

/** How many rows one chunk of DuckDB's holds. */
export const chunkRows = 2048

/** One DuckDB in memory, spilling into its folder. Errors are DataPyErrors; an aborted signal ends whatever runs. */
export class Database {
  readonly #instance: DuckDBInstance
  readonly #connections: Connections
  readonly #options: DatabaseOptions
  #named = 0
  #interruptions = 0

  private constructor(instance: DuckDBInstance, options: DatabaseOptions) {
    this.#instance = instance
    this.#options = options
    this.#connections = connectionsOf(instance, options.signal)
  }

  static async open(options: DatabaseOptions): Promise<Database> {
    if (options.signal?.aborted) throw abortError(options.signal)
    try {
      await mkdir(options.folder, {recursive: true})
      const instance = await DuckDBInstance.create(':memory:', {
        memory_limit: options.memoryLimit,
        temp_directory: join(options.folder, 'spill'),
        autoinstall_known_extensions: 'false',
        autoload_known_extensions: 'false',
        preserve_insertion_order: 'true',
      })
      const database = new Database(instance, options)
      await database.run(`SET GLOBAL TimeZone = 'UTC'`)
      return database
    } catch (error) {
      await rm(options.folder, {recursive: true, force: true}).catch(() => undefined)
      if (isDataPyError(error)) throw error
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

  /** Writes a query's rows into a new Parquet file and says how many there were. */
  async copyToParquet(select: string, file: string, codec: string): Promise<number> {
    const rows = await this.rows(
      `COPY (${select}) TO ${literal(file)} (FORMAT parquet, COMPRESSION ${codec}, USE_TMP_FILE false)`,
    )
    return Number(rows[0]?.[0] ?? 0)
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
      throw this.#told(error)
    } finally {
      lease.end()
    }
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
    return toSqlError(error)
  }
}

/** A table of text columns that is being filled. */
export interface TextTable {
  readonly name: string
  /** Up to 2,048 rows, column by column. */
  append(columns: readonly (readonly (string | null)[])[]): void
  /** Nothing more comes: the rows can be read now. */
  end(): void
}
