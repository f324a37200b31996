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
  #names: readonly string[]
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
    this.#names = this.#columns.map(([name]) => name)
    this.#known = new Set(this.#names)
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
    const values = this.#valuesOf(row)
    if (this.#columns.length === 0) {
      this.#withoutColumns += 1
      return false
    }
    for (let at = 0; at < this.#columns.length; at += 1)
      this.#characters += this.#columns[at]?.[1].add(values[at], this.#rows) ?? 0
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

  /** The values in the order of the columns. Rows mostly have the same keys in the same order, which is seen at once. */
  #valuesOf(row: object): readonly unknown[] {
    const keys = Object.keys(row)
    if (isSame(keys, this.#names)) return Object.values(row)
    for (const key of keys) if (!this.#known.has(key)) this.#addColumn(key)
    return this.#names.map((name) => (Object.hasOwn(row, name) ? (Reflect.get(row, name) as unknown) : null))
  }

  #addColumn(name: string): void {
    if (this.#isClosed)
      throw dataError('row_does_not_fit', `row ${String(this.#rows)} has "${name}", which is not among the given columns`)
    const lane = new ColumnLane()
    for (let row = 0; row < this.#held; row += 1) lane.addNull()
    this.#columns.push([name, new InferredRowsColumn(name, lane)])
    this.#names = [...this.#names, name]
    this.#known.add(name)
    checkColumnNames(this.#names)
  }
}

function isSame(keys: readonly string[], names: readonly string[]): boolean {
  if (keys.length !== names.length) return false
  for (let at = 0; at < keys.length; at += 1) if (keys[at] !== names[at]) return false
  return true
}
