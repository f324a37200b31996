import {problem} from '../../errors/problem.js'
import type {Problem} from '../../model/problem.js'
import type {JsonReadOptions} from '../../model/table-files.js'
import {shownBytes} from '../csv/csv-fault.js'
import type {Database} from '../database.js'
import {viewOf, type DuckDataset} from '../duck-dataset.js'
import {commaList, identifier} from '../sql-text.js'
import {observeBatch} from '../text-columns.js'
import {largeBatches, smallBatches, TextSpool} from '../text-spool.js'
import {BadJson} from './bad-json.js'
import type {JsonColumn} from './json-column.js'
import {JsonColumns} from './json-columns.js'
import {brokenJson, placeIn, type JsonElement, type JsonFault} from './json-element.js'
import type {Reject, Rejects} from '../rejects.js'
import {takeMisfits} from './misfits.js'
import {lastOfEach, parseRow, type JsonRow} from './parse-row.js'

interface HeldRow {
  readonly row: JsonRow
  readonly element: JsonElement
  readonly file: string
}

const mostPending = 1000

/** The rows of a read: kept as text, each batch held against the types that were named, and typed at the end. */
export class JsonStore {
  readonly #columns: JsonColumns
  readonly #spool: TextSpool
  #width = 8
  /** Rows of the batch, where it is yet to be seen whether they are kept. */
  #held: HeldRow[] = []
  /** Bad rows between those of the batch: told of in the order of the file, once its values were checked. */
  #pending: {readonly before: number; readonly reject: Reject}[] = []
  #hasBatches = false
  #rows = 0
  #repeated: Problem | undefined

  constructor(
    private readonly database: Database,
    options: JsonReadOptions,
    private readonly rejects: Rejects,
  ) {
    this.#columns = new JsonColumns(options)
    this.#spool = new TextSpool(database, this.#width, this.#columns.hasTypes ? smallBatches : largeBatches)
  }

  /** One row, or what was found in its place. What is no JSON is a bad row, but breaks a document. */
  async add(element: JsonElement | JsonFault, file: string, isDocument: boolean): Promise<void> {
    if ('code' in element) {
      await this.#reject({...element, ...rejectOf(element, file)})
      return
    }
    let row: JsonRow
    try {
      row = parseRow(element.text)
    } catch (error) {
      if (!(error instanceof BadJson)) throw error
      const place = placeIn(element, error.at)
      if (isDocument && error.code === 'bad_json') throw brokenJson(file, place, error.message)
      await this.#reject({...rejectOf(element, file), ...place, code: error.code, reason: error.message})
      return
    }
    await this.#keep(row, element, file)
  }

  async discard(): Promise<void> {
    await this.#spool.discard()
  }

  /** The rows as a Dataset, and what should be known of them. */
  async finish(files: readonly string[]): Promise<{readonly data: DuckDataset; readonly warnings: readonly Problem[]}> {
    await this.#endBatch()
    const columns = this.#columns.finish(files, this.#rows + this.rejects.count)
    if (columns.some(({index}) => index >= this.#width)) await this.#widen(columns.length)
    const source = await this.#spool.finish()
    const typed = columns.map((column) => `${column.cast} AS ${identifier(column.name)}`)
    const data = await viewOf(this.database, `SELECT ${commaList(typed)} FROM ${source}`, {rows: this.#rows})
    this.database.log(`columns of ${files.join(', ')}: ${data.columns.map(({name, type}) => `${name} ${type}`).join(', ')}`)
    const repeated = this.#repeated === undefined ? [] : [this.#repeated]
    return {data, warnings: [...this.#columns.warnings, ...repeated, ...columns.flatMap(({warnings}) => warnings)]}
  }

  async #keep(row: JsonRow, element: JsonElement, file: string): Promise<void> {
    const cells: (string | null)[] = []
    const columns: (JsonColumn | undefined)[] = []
    for (const [index, key] of row.keys.entries()) {
      const column = this.#columns.of(key, file, element.line)
      columns.push(column)
      if (column === undefined) continue
      if (cells[column.index] !== undefined) {
        this.#noteRepeated(key, element, file)
        await this.#keep(lastOfEach(row), element, file)
        return
      }
      cells[column.index] = column.cell(row.kinds[index] ?? 'null', row.texts[index] ?? null)
    }
    if (this.#columns.size > this.#width) await this.#widen(this.#columns.size)
    if (!this.#spool.isOpen) await this.#spool.open()
    this.#spool.add(cells)
    if (this.#columns.hasTypes) this.#held.push({row, element, file})
    else this.#observe(row, columns, file, element.line)
    if (this.#spool.isFull) await this.#endBatch()
  }

  #observe({kinds, texts}: JsonRow, columns: readonly (JsonColumn | undefined)[], file: string, line: number): void {
    this.#rows += 1
    for (const [index, column] of columns.entries()) {
      column?.observe(kinds[index] ?? 'null', texts[index] ?? null, file, line)
    }
  }

  #noteRepeated(key: string, {line}: JsonElement, file: string): void {
    this.#repeated ??= problem(
      'json_repeated_key',
      `the key "${key}" stands in one row more than once: its last value is taken`,
      {
        at: {file, line},
      },
    )
  }

  async #widen(width: number): Promise<void> {
    this.#width = Math.max(width, 2 * this.#width)
    // A batch that is widened is put away: its rows are to be checked before that.
    await this.#endBatch()
    if (this.#hasBatches) await this.#spool.open()
    await this.#spool.widen(this.#width)
  }

  async #reject(reject: Reject): Promise<void> {
    if (this.#held.length === 0) {
      await this.rejects.add(reject)
      return
    }
    this.#pending.push({before: this.#held.length, reject})
    if (this.rejects.areErrors || this.#pending.length >= mostPending) await this.#endBatch()
  }

  /** Checks the rows added since the last batch, in their order, and puts them away. */
  async #endBatch(): Promise<void> {
    if (!this.#spool.isOpen) return
    this.database.throwIfAborted()
    const table = this.#spool.end()
    if (this.#columns.hasTypes) {
      const misfits = await this.#removeMisfits(table)
      await this.#tellPending(Infinity)
      for (const [at, {row, element, file}] of this.#held.entries()) {
        const {line} = element
        if (!misfits.has(at))
          this.#observe(
            row,
            row.keys.map((key) => this.#columns.of(key, file, line)),
            file,
            line,
          )
      }
      this.#held = []
      const columns = this.#columns.all
      const named = columns.flatMap(({named, index}) => (named === undefined ? [] : [{column: named, index}]))
      const text = named.map(({index}, at) => `c${String(index)} AS c${String(at)}`)
      if (named.length > 0)
        await observeBatch(
          this.database,
          `(SELECT ${commaList(text)} FROM ${table})`,
          named.map(({column}) => column),
        )
    }
    await this.#spool.keep(table)
    this.#hasBatches = true
  }

  /** Rejects the rows of a batch that have a value which does not fit; gives their numbers. */
  async #removeMisfits(table: string): Promise<ReadonlySet<number>> {
    const removed = new Set<number>()
    for await (const {row, column, text} of takeMisfits(this.database, table, this.#columns.all)) {
      const held = this.#held[row]
      if (held === undefined) throw new Error('a rejected row has no origin')
      await this.#tellPending(row)
      const shown = text.length > 100 ? `${text.slice(0, 100)}…` : text
      const reason = `${JSON.stringify(shown)} in column "${column.name}" is no ${String(column.typeName)}`
      await this.rejects.add({...rejectOf(held.element, held.file), code: 'bad_value', reason})
      removed.add(row)
    }
    return removed
  }

  async #tellPending(before: number): Promise<void> {
    while (this.#pending[0] !== undefined && this.#pending[0].before <= before) {
      const {reject} = this.#pending[0]
      this.#pending = this.#pending.slice(1)
      await this.rejects.add(reject)
    }
  }
}

/** What a reject tells of a row whatever is wrong with it. */
function rejectOf({line, column, text}: JsonElement, file: string): Pick<Reject, 'column' | 'file' | 'line' | 'raw'> {
  return {file, line, column, raw: text.slice(0, shownBytes)}
}
