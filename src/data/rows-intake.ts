import {checkColumnNames} from './column-names.js'
import {ColumnLane, laneRows} from './column-lane.js'
import type {Database} from './database.js'
import {dataError} from './data-errors.js'
import {RowSpool, type Part} from './row-spool.js'
import {InferredRowsColumn, type RowsColumn} from './rows-column.js'

/** Rows go to the engine when their texts are this long, or when they fill a vector. */
const mostCharacters = 4 * 1024 * 1024

/** Takes rows in, keys in any order, and hands them on in chunks. */
export class RowsIntake {
  readonly #spool: RowSpool
  readonly #columns: (readonly [name: string, column: RowsColumn])[]
  readonly #isClosed: boolean
  readonly #known: Set<string>
  /** Rows that came, and those of them that are in the lanes. */
  #rows = 0
  #held = 0
  #characters = 0
  /** Rows before the first that has a key. */
  #withoutColumns = 0

  /** Where columns are given, there are no others. */
  constructor(
    private readonly database: Database,
    given: readonly (readonly [name: string, column: RowsColumn])[] | undefined,
  ) {
    this.#spool = new RowSpool(database)
    this.#columns = [...(given ?? [])]
    this.#isClosed = given !== undefined
    this.#known = new Set(this.#columns.map(([name]) => name))
  }

  get rows(): number {
    return this.#rows
  }

  get columns(): readonly (readonly [name: string, column: RowsColumn])[] {
    return this.#columns
  }

  /** Takes a row, and says whether `flush` must come before the next. */
  add(row: unknown): boolean {
    this.#rows += 1
    if (typeof row !== 'object' || row === null || Array.isArray(row))
      throw dataError('not_a_dataset', `row ${String(this.#rows)} is no object`)
    this.#takeInOrder(row)
    if (this.#columns.length === 0) {
      this.#withoutColumns += 1
      return false
    }
    this.#held += 1
    return this.#held === laneRows || this.#characters >= mostCharacters
  }

  /** Hands on what the lanes hold. */
  async flush(): Promise<void> {
    if (this.#held === 0) return
    const [rows, characters] = [this.#held, this.#characters]
    this.#held = 0
    this.#characters = 0
    const lanes = this.#columns.map(([, column]) => column)
    await this.#spool.add(
      rows,
      lanes.map(({lane}) => lane),
      lanes.map(({laneType}) => laneType),
      characters,
    )
  }

  /** All rows, in order: those that have no column of their own come first. */
  async finish(): Promise<readonly Part[]> {
    await this.flush()
    const parts = await this.#spool.finish()
    if (parts.length === 0 && this.#withoutColumns === 0) return [{from: '(SELECT 1 LIMIT 0)', types: []}]
    return this.#withoutColumns === 0 ? parts : [{from: `range(${String(this.#withoutColumns)})`, types: []}, ...parts]
  }

  async discard(): Promise<void> {
    await this.#spool.discard()
  }

  /** Rows mostly have the same keys in the same order: their values are taken as they come, until a key differs. */
  #takeInOrder(row: object): void {
    const columns = this.#columns
    let at = 0
    if (isPlain(row)) {
      for (const key in row) {
        const next = columns[at]
        if (next?.[0] !== key) {
          this.#takeByName(row, at)
          return
        }
        this.#characters += next[1].add(row[key], this.#rows)
        at += 1
      }
      if (at === columns.length) return
    }
    this.#takeByName(row, at)
  }

  /** Takes what the columns from an index on, and those that the row is the first to have, hold of it. */
  #takeByName(row: object, from: number): void {
    for (const key of Object.keys(row)) if (!this.#known.has(key)) this.#addColumn(key)
    for (const [name, column] of this.#columns.slice(from))
      this.#characters += column.add(Object.hasOwn(row, name) ? Reflect.get(row, name) : null, this.#rows)
  }

  #addColumn(name: string): void {
    if (this.#isClosed)
      throw dataError('row_does_not_fit', `row ${String(this.#rows)} has "${name}", which is not among the given columns`)
    const lane = new ColumnLane()
    for (let row = 0; row < this.#held; row += 1) lane.addNull()
    this.#columns.push([name, new InferredRowsColumn(name, lane)])
    this.#known.add(name)
    checkColumnNames(this.#columns.map(([known]) => known))
  }
}

/** Whether all keys that a loop over an object gives are its own. */
function isPlain(row: object): row is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(row)
  return prototype === Object.prototype || prototype === null
}
