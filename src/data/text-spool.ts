import {rm} from 'node:fs/promises'
import type {Database} from './database.js'
import {chunkRows, newTextTable, type TextTable} from './new-table.js'
import {commaList, fileLiteral} from './sql-text.js'

/** When a batch is closed: its text is this long, in characters, or it has this many rows. */
export interface BatchLimits {
  readonly characters: number
  readonly rows: number
}

/** For rows of which nothing else is held. */
export const largeBatches: BatchLimits = {characters: 32 * 1024 * 1024, rows: 500_000}
/** For rows whose text is also held in JavaScript until their batch is checked: about ten times as much memory a row. */
export const smallBatches: BatchLimits = {characters: 4 * 1024 * 1024, rows: 50_000}
/** Rows go to the engine when their text is this long, or when they fill a chunk. */
const chunkCharacters = 4 * 1024 * 1024

/**
 * Takes rows of text one after another and keeps them in order: a batch at a time in memory, all but a small first one
 * as Parquet files. Its columns are called c0, c1 ….
 */
export class TextSpool {
  readonly #database: Database
  readonly #parts: string[] = []
  #width: number
  #table: TextTable | undefined
  #held: string | undefined
  #columns: (string | null)[][]
  #batchCharacters = 0
  #batchRows = 0
  #chunkCharacters = 0
  #isRagged = false

  constructor(
    database: Database,
    width: number,
    private readonly limits: BatchLimits = largeBatches,
  ) {
    this.#database = database
    this.#width = width
    this.#columns = emptyColumns(width)
  }

  /** Rows in the batch that is being filled. */
  get batchRows(): number {
    return this.#batchRows
  }

  get isFull(): boolean {
    return this.#batchCharacters + this.#chunkCharacters >= this.limits.characters || this.#batchRows >= this.limits.rows
  }

  get isOpen(): boolean {
    return this.#table !== undefined
  }

  /** Must have been awaited before the first row of each batch. */
  async open(): Promise<void> {
    this.#table ??= await newTextTable(this.#database, this.#width)
  }

  /** One row; what it lacks is null. */
  add(cells: readonly (string | null)[]): void {
    for (const [index, column] of this.#columns.entries()) {
      const cell = cells[index] ?? null
      column.push(cell)
      if (cell !== null) this.#chunkCharacters += cell.length
    }
    this.#batchRows += 1
    if (this.#columns[0]?.length === chunkRows || this.#chunkCharacters >= chunkCharacters) this.#append()
  }

  /** Ends the batch and gives the table that holds it, to be looked at, and rows deleted from, before `keep`. */
  end(): string {
    if (this.#table === undefined) throw new Error('the spool is not open')
    if ((this.#columns[0]?.length ?? 0) > 0) this.#append()
    this.#table.end()
    const {name} = this.#table
    this.#table = undefined
    return name
  }

  /** Puts an ended batch away: the first stays in memory until there is a second. */
  async keep(table: string): Promise<void> {
    if (this.#held !== undefined) await this.#write(this.#held)
    this.#held = this.#parts.length > 0 ? undefined : table
    if (this.#held === undefined) await this.#write(table)
    this.#batchRows = 0
    this.#batchCharacters = 0
  }

  /** Adds columns on the right; rows that are there have null in them. Ends the batch where one is being filled. */
  async widen(width: number): Promise<void> {
    if (this.#table !== undefined) {
      await this.keep(this.end())
      this.#isRagged = true
    }
    this.#width = width
    this.#columns = emptyColumns(width)
    await this.open()
  }

  /** All rows, as something that stands after FROM. */
  async finish(): Promise<string> {
    if (this.#parts.length === 0 && this.#held === undefined) await this.open()
    if (this.#table !== undefined) await this.keep(this.end())
    if (this.#parts.length === 0 && this.#held !== undefined) return this.#held
    return `read_parquet([${commaList(this.#parts.map(fileLiteral))}], union_by_name = ${String(this.#isRagged)})`
  }

  /** Lets go of everything: the read has failed. */
  async discard(): Promise<void> {
    const tables = [this.#held, this.#table === undefined ? undefined : this.end()]
    for (const table of tables) {
      // Where the engine has been stopped, its tables go with it.
      if (table !== undefined) await this.#database.run(`DROP TABLE IF EXISTS ${table}`).catch(() => undefined)
    }
    for (const part of this.#parts) await rm(part, {force: true})
  }

  #append(): void {
    this.#table?.append(this.#columns)
    this.#columns = emptyColumns(this.#width)
    this.#batchCharacters += this.#chunkCharacters
    this.#chunkCharacters = 0
  }

  async #write(table: string): Promise<void> {
    const file = this.#database.newFile('.parquet')
    await this.#database.copyToParquet(`SELECT * FROM ${table}`, file, 'snappy')
    await this.#database.run(`DROP TABLE ${table}`)
    this.#parts.push(file)
  }
}

function emptyColumns(width: number): (string | null)[][] {
  return Array.from({length: width}, () => [])
}
