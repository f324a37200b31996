import {rm} from 'node:fs/promises'
import {DuckDBDataChunk, type DuckDBType} from '@duckdb/node-api'
import duckdb from '@duckdb/node-bindings'
import {laneTypes, type ColumnLane, type LaneType} from './column-lane.js'
import type {Database} from './database.js'
import type {NewTable} from './new-table.js'
import {commaList, fileLiteral} from './sql-text.js'

/** A part is closed when it has so many rows, or takes so many bytes by a rough count. */
const partRows = 500_000
const partBytes = 32 * 1024 * 1024
/** What a value takes in a table, beside the characters of a text. */
const valueBytes = 12

/** Rows that lie together: what stands after FROM to read them, and the types of their columns c0, c1 … */
export interface Part {
  readonly from: string
  readonly types: readonly LaneType[]
}

/** A part that is a table until there is a file of it. */
interface SpooledPart {
  readonly types: readonly LaneType[]
  readonly table: NewTable
  rows: number
  bytes: number
  file?: string
}

/**
 * Takes rows in chunks and keeps them in order, in bounded memory: parts are tables while they are small together, else
 * Parquet files, which are written while the next part is filled.
 */
export class RowSpool {
  readonly #parts: SpooledPart[] = []
  #open: SpooledPart | undefined
  #writing: Promise<unknown> = Promise.resolve()

  constructor(private readonly database: Database) {}

  /** Moves what the lanes hold, so many rows, whose texts have so many characters. New columns come after those there are. */
  async add(rows: number, lanes: readonly ColumnLane[], types: readonly LaneType[], characters: number): Promise<void> {
    this.database.throwIfAborted()
    if (this.#open !== undefined && !isSame(this.#open.types, types)) await this.#close(this.#open)
    const part = (this.#open ??= await this.#newPart(types))
    const chunk = DuckDBDataChunk.create(duckTypes(types), rows)
    for (const [at, type] of types.entries()) lanes[at]?.moveTo(duckdb.data_chunk_get_vector(chunk.chunk, at), type)
    part.table.append(chunk)
    part.rows += rows
    part.bytes += characters + rows * types.length * valueBytes
    if (part.rows >= partRows || part.bytes >= partBytes) await this.#close(part)
  }

  /** All rows, in order. */
  async finish(): Promise<readonly Part[]> {
    if (this.#open !== undefined) await this.#close(this.#open)
    await this.#writing
    const parts: Part[] = []
    let files: readonly string[] = []
    for (const [at, {types, table, file}] of this.#parts.entries()) {
      if (file === undefined) parts.push({from: table.name, types})
      else {
        files = [...files, fileLiteral(file)]
        const next = this.#parts[at + 1]
        if (next?.file !== undefined && isSame(types, next.types)) continue
        parts.push({from: `read_parquet([${commaList(files)}])`, types})
        files = []
      }
    }
    return parts
  }

  /** Lets go of everything: the rows are not wanted any more. */
  async discard(): Promise<void> {
    this.#open?.table.end()
    await this.#writing.catch(() => undefined)
    for (const {table, file} of [...this.#parts, ...(this.#open === undefined ? [] : [this.#open])]) {
      // Where the engine has been stopped, its tables go with it.
      if (file === undefined) await this.database.run(`DROP TABLE IF EXISTS ${table.name}`).catch(() => undefined)
      else await rm(file, {force: true})
    }
  }

  async #newPart(types: readonly LaneType[]): Promise<SpooledPart> {
    return {types, table: await this.database.newTable(duckTypes(types)), rows: 0, bytes: 0}
  }

  async #close(part: SpooledPart): Promise<void> {
    part.table.end()
    this.#open = undefined
    this.#parts.push(part)
    await this.#writing
    const tables = this.#parts.filter(({file}) => file === undefined)
    if (tables.reduce((sum, {bytes}) => sum + bytes, 0) <= partBytes) return
    this.#writing = this.#write(tables)
    // Awaited before more is written, and at the end: a failure is told then.
    this.#writing.catch(() => undefined)
  }

  async #write(parts: readonly SpooledPart[]): Promise<void> {
    for (const part of parts) {
      const file = this.database.newFile('.parquet')
      try {
        await this.database.copyToParquet(`FROM ${part.table.name}`, file, 'snappy', part.types.length)
      } catch (error) {
        await rm(file, {force: true})
        throw error
      }
      part.file = file
      await this.database.run(`DROP TABLE ${part.table.name}`)
    }
  }
}

function duckTypes(types: readonly LaneType[]): readonly DuckDBType[] {
  return types.map((type) => laneTypes[type])
}

function isSame(some: readonly LaneType[], others: readonly LaneType[]): boolean {
  return some.length === others.length && some.every((type, at) => type === others[at])
}
