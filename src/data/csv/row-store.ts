import type {CsvReadOptions} from '../../model/table-files.js'
import type {Database} from '../database.js'
import {viewOf, type DuckDataset} from '../duck-dataset.js'
import {commaList, identifier} from '../sql-text.js'
import {observeBatch} from '../text-columns.js'
import {largeBatches, smallBatches, TextSpool} from '../text-spool.js'
import {columnsToRead, typesDecided, type ColumnsToRead} from './columns-to-read.js'
import type {Reject, Rejects} from '../rejects.js'
import {valueReject} from './reasons.js'
import type {CsvFault} from './csv-fault.js'

/** Tells where a row came from, should one of its values not fit. `field` is the index in the file. */
export type RowOrigin = (field: number) => {readonly file: string; readonly fault: CsvFault}

const mostPending = 1000

const misfitColumns = ['row', 'field', 'text'].map((name) => ({name, type: name === 'text' ? 'VARCHAR' : 'BIGINT'}))

/** The rows of a read: kept as text, each batch held against the types that were named, and typed at the end. */
export class RowStore {
  readonly #database: Database
  readonly #fileNames: readonly string[]
  readonly #firstFile: string
  readonly #rejects: Rejects
  readonly #wanted: ColumnsToRead
  readonly #spool: TextSpool
  #origins: RowOrigin[] = []
  /** Bad rows between those of the batch: they are told of in the order of the file, once its values were checked. */
  #pending: {readonly before: number; readonly reject: Reject}[] = []
  #rows = 0

  constructor(database: Database, names: readonly string[], file: string, options: CsvReadOptions, rejects: Rejects) {
    this.#database = database
    this.#fileNames = names
    this.#firstFile = file
    this.#rejects = rejects
    this.#wanted = columnsToRead(names, options, file)
    this.#spool = new TextSpool(
      database,
      names.length === 0 ? 1 : this.#wanted.names.length,
      this.wantsOrigins ? smallBatches : largeBatches,
    )
  }

  /** Whether rows must say where they came from. */
  get wantsOrigins(): boolean {
    return this.#wanted.columns.some((column) => column.misfit !== undefined)
  }

  get width(): number {
    return this.#fileNames.length
  }

  async open(): Promise<void> {
    await this.#spool.open()
  }

  /** One row, all its fields. */
  add(cells: readonly (string | null)[], origin: RowOrigin | undefined): void {
    this.#spool.add(this.#wanted.fields.map((field) => cells[field] ?? null))
    if (origin) this.#origins.push(origin)
  }

  /** A row that is none. */
  async reject(reject: Reject): Promise<void> {
    if (!this.wantsOrigins || this.#spool.batchRows === 0) {
      await this.#rejects.add(reject)
      return
    }
    this.#pending.push({before: this.#spool.batchRows, reject})
    if (!this.#rejects.areErrors && this.#pending.length < mostPending) return
    await this.endBatch()
    await this.#spool.open()
  }

  /** To be awaited after some rows: puts a full batch away. */
  async settle(): Promise<void> {
    if (!this.#spool.isFull) return
    await this.endBatch()
    await this.#spool.open()
  }

  async discard(): Promise<void> {
    await this.#spool.discard()
  }

  /** Checks the rows added since the last batch, in their order, and puts them away. */
  async endBatch(): Promise<void> {
    if (this.#spool.batchRows === 0) return
    const rows = this.#spool.batchRows
    const table = this.#spool.end()
    const removed = await this.#removeMisfits(table)
    await this.#tellPending(Infinity)
    this.#rows += rows - removed
    this.#origins = []
    await observeBatch(this.#database, table, this.#wanted.columns)
    await this.#spool.keep(table)
  }

  async finish(): Promise<DuckDataset> {
    await this.endBatch()
    const {columns, names} = this.#wanted
    const typed = columns.map((column, index) => `${column.cast(`c${String(index)}`)} AS ${identifier(names[index] ?? '')}`)
    this.#database.log(typesDecided(this.#wanted, this.#firstFile))
    return await viewOf(this.#database, `SELECT ${commaList(typed)} FROM ${await this.#spool.finish()}`, {rows: this.#rows})
  }

  /** Rejects and deletes the rows of a batch that have a value which does not fit. */
  async #removeMisfits(table: string): Promise<number> {
    const checks = this.#wanted.columns.flatMap((column, index) => {
      const misfit = column.misfit?.(`c${String(index)}`)
      return misfit === undefined ? [] : [{index, misfit: `coalesce(${misfit}, false)`}]
    })
    if (checks.length === 0) return 0
    const ofFirst = (value: (index: number) => string) =>
      `CASE ${checks.map(({index, misfit}) => `WHEN ${misfit} THEN ${value(index)}`).join(' ')} END`
    const [field, text] = [ofFirst(String), ofFirst((index) => `c${String(index)}`)]
    const anyMisfit = checks.map(({misfit}) => misfit).join(' OR ')
    const query = `SELECT rowid AS "row", ${field} AS "field", ${text} AS "text" FROM ${table} WHERE ${anyMisfit} ORDER BY rowid`
    let removed = 0
    for await (const {rows, columns} of this.#database.stream(query, misfitColumns)) {
      for (let at = 0; at < rows; at += 1) {
        const [row, column, value] = columns.map((cells) => cells[at])
        await this.#tellPending(Number(row))
        await this.#reject(Number(row), Number(column), String(value))
        removed += 1
      }
    }
    if (removed > 0) await this.#database.run(`DELETE FROM ${table} WHERE ${anyMisfit}`)
    return removed
  }

  async #reject(row: number, column: number, value: string): Promise<void> {
    const {fields, names, typeNames} = this.#wanted
    const origin = this.#origins[row]?.(fields[column] ?? column)
    if (origin === undefined) throw new Error('a rejected row has no origin')
    await this.#rejects.add(valueReject(origin.fault, origin.file, names[column] ?? '', typeNames[column] ?? '', value))
  }

  async #tellPending(before: number): Promise<void> {
    while (this.#pending[0] !== undefined && this.#pending[0].before <= before) {
      const {reject} = this.#pending[0]
      this.#pending = this.#pending.slice(1)
      await this.#rejects.add(reject)
    }
  }
}
