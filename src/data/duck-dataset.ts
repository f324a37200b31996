import type {ColumnTable} from 'arquero'
import type {Column, Dataset, Row} from '../model/dataset.js'
import type {Database} from './database.js'
import {datasetMark} from './dataset-mark.js'
import {dataError} from './data-errors.js'
import {compute, type Store} from './materialise.js'
import {rowMaker} from './rows.js'
import type {ColumnChunk} from './result-stream.js'
import {queryError} from './query-error.js'
import {selectOver} from './select.js'

/** Few enough to be garbage before the collector would move them: larger batches take half as long again. */
const defaultBatchRows = 1000
const defaultMaxArqueroRows = 1_000_000

/** A Dataset whose rows are a relation of one database. */
export class DuckDataset implements Dataset {
  readonly [datasetMark] = true
  readonly #columns: readonly Column[]
  #count: number | undefined
  #counting: Promise<number> | undefined
  #materialised: Promise<DuckDataset> | undefined

  constructor(
    readonly database: Database,
    /** The name of a view or table, safe as SQL. */
    readonly relation: string,
    columns: readonly Column[],
    readonly store: Store,
    rows?: number,
  ) {
    this.#columns = Object.freeze(columns.map((column) => Object.freeze({...column})))
    this.#count = rows
  }

  get columns(): readonly Column[] {
    return this.#columns
  }

  /** Whether its texts are known to begin and end with no white space but blanks. */
  get hasOnlyBlanks(): boolean {
    return this.database.onlyBlanks.has(this.relation)
  }

  get knownCount(): number | undefined {
    return this.#count
  }

  async count(): Promise<number> {
    if (this.#count !== undefined) return this.#count
    this.#counting ??= this.database.value(`SELECT count(*) FROM ${this.relation}`).then(Number)
    return (this.#count = await this.#counting)
  }

  async rows({limit}: {readonly limit?: number} = {}): Promise<Row[]> {
    const rows: Row[] = []
    const addRows = rowMaker(this.columns)
    for await (const chunk of this.chunks(limit)) addRows(chunk.columns, 0, chunk.rows, rows)
    return rows
  }

  async *batches({size = defaultBatchRows}: {readonly size?: number} = {}): AsyncGenerator<Row[]> {
    if (!Number.isInteger(size) || size < 1) throw new RangeError(`a batch has 1 row or more, not ${String(size)}`)
    let batch: Row[] = []
    const addRows = rowMaker(this.columns)
    for await (const chunk of this.chunks()) {
      for (let from = 0; from < chunk.rows;) {
        const to = Math.min(chunk.rows, from + size - batch.length)
        addRows(chunk.columns, from, to, batch)
        from = to
        if (batch.length < size) continue
        yield batch
        batch = []
      }
    }
    if (batch.length > 0) yield batch
  }

  async toArquero({max_rows: maxRows = defaultMaxArqueroRows}: {readonly max_rows?: number} = {}): Promise<ColumnTable> {
    const {arqueroColumns} = await import('./arquero-tables.js')
    const held = arqueroColumns(this.columns, Math.min(this.#count ?? 0, maxRows + 1))
    // One row more than allowed is asked for, so that a lazy Dataset is not computed twice.
    for await (const chunk of this.chunks(maxRows + 1)) {
      if (held.add(chunk) <= maxRows) continue
      throw dataError('dataset_too_large', `the Dataset has more than ${String(maxRows)} rows, too many for an arquero table`, {
        hint: 'work in SQL or in batches, or allow more with toArquero({max_rows})',
      })
    }
    return held.table()
  }

  async sql(query: string): Promise<DuckDataset> {
    return await viewOver(this.database, query, [['input', this]])
  }

  async materialise(): Promise<DuckDataset> {
    if (this.store.kind !== 'view') return this
    this.#materialised ??= this.#compute()
    return await this.#materialised
  }

  async #compute(): Promise<DuckDataset> {
    const {name, store, rows} = await compute(this.database, this.columns, this.relation)
    if (this.hasOnlyBlanks) this.database.onlyBlanks.add(name)
    return new DuckDataset(this.database, name, this.columns, store, rows)
  }

  /** The rows column by column, in order, in bounded memory. */
  chunks(limit?: number): AsyncGenerator<ColumnChunk> {
    const bound = limit === undefined ? '' : ` LIMIT ${String(Math.max(0, Math.floor(limit)))}`
    return this.database.stream(`SELECT * FROM ${this.relation}${bound}`, this.columns)
  }
}

/** The Dataset that one SELECT makes of others. What is wrong with the query is told with its place in it. */
export async function viewOver(
  database: Database,
  query: string,
  inputs: readonly (readonly [name: string, dataset: DuckDataset])[],
): Promise<DuckDataset> {
  const relations = inputs.map(([name, {relation}]) => [name, relation] as const)
  try {
    return await viewOf(database, await selectOver(database, query, relations))
  } catch (error) {
    throw queryError(error, query, inputs)
  }
}

/** Defines a view and gives the Dataset that reads it. */
export async function viewOf(
  database: Database,
  query: string,
  more: {readonly columns?: readonly Column[]; readonly rows?: number; readonly store?: Store} = {},
): Promise<DuckDataset> {
  const name = database.newName('dataset')
  await database.run(`CREATE VIEW ${name} AS ${query}`)
  return new DuckDataset(database, name, more.columns ?? (await database.describe(name)), more.store ?? {kind: 'view'}, more.rows)
}
