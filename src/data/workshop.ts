import type {ColumnTable} from 'arquero'
import type {Tally} from '../model/data-session.js'
import type {Column, Dataset, DatasetReference, Row, Rows} from '../model/dataset.js'
import type {Problem} from '../model/problem.js'
import type {
  CsvRead,
  CsvReadOptions,
  CsvWriteOptions,
  JsonReadOptions,
  JsonWriteOptions,
  ParquetReadOptions,
  ParquetWriteOptions,
  TableRead,
} from '../model/table-files.js'
import {arqueroRows} from './arquero-tables.js'
import {readCsv} from './csv/read-csv.js'
import {writeCsv} from './csv/write-csv.js'
import {dataError} from './data-errors.js'
import {Database} from './database.js'
import type {EngineProgress} from './engine-progress.js'
import type {DatabaseOptions} from './database-options.js'
import {openDataset, saveDataset} from './dataset-reference.js'
import {DuckDataset, viewOver} from './duck-dataset.js'
import {fromRows} from './from-rows.js'
import {numbered} from './numbered.js'
import type {Scope} from './scope.js'
import {isArqueroTable, isAsyncRows, isRowList} from './table-like.js'
import {newTally} from './tally.js'
import type {Written} from './written.js'

/** All that is done with an open database. Imported only when data is touched, since it loads DuckDB. */
export class Workshop {
  private constructor(private readonly database: Database) {}

  static async open(options: DatabaseOptions): Promise<Workshop> {
    return new Workshop(await Database.open(options))
  }

  async readCsv(path: string | readonly string[], options: CsvReadOptions, fused: boolean): Promise<CsvRead> {
    return await readCsv(this.database, path, options, fused)
  }

  async readParquet(path: string | readonly string[], options: ParquetReadOptions, fused: boolean): Promise<TableRead> {
    const {readParquet} = await import('./parquet/read-parquet.js')
    return await readParquet(this.database, path, options, fused)
  }

  async readJson(path: string | readonly string[], options: JsonReadOptions, fused: boolean): Promise<TableRead> {
    const {readJson} = await import('./json/read-json.js')
    return await readJson(this.database, path, options, fused)
  }

  async writeCsv(dataset: Dataset, path: string, options: CsvWriteOptions): Promise<Written> {
    return await writeCsv(await this.#own(dataset), path, options)
  }

  async writeParquet(dataset: Dataset, path: string, options: ParquetWriteOptions): Promise<Written> {
    const {writeParquet} = await import('./parquet/write-parquet.js')
    return await writeParquet(await this.#own(dataset), path, options)
  }

  async writeJson(dataset: Dataset, path: string, options: JsonWriteOptions): Promise<Written> {
    const {writeJson} = await import('./json/write-json.js')
    return await writeJson(await this.#own(dataset), path, options)
  }

  async numbered(dataset: Dataset, column: string): Promise<Dataset> {
    return await numbered(await this.#own(dataset), column)
  }

  async tally(fused: boolean): Promise<Tally> {
    return await newTally(this.database, fused)
  }

  async expression(text: string, columns: readonly Column[]): Promise<string> {
    const {compileExpression} = await import('./expression/compile-expression.js')
    return await compileExpression(this.database, text, columns)
  }

  async outsideOf(query: string, inputs: readonly string[]): Promise<readonly Problem[]> {
    const {outsideOf} = await import('./fence/outside-of.js')
    return await outsideOf(this.database, query, inputs)
  }

  async fromRows(rows: Rows, options: {readonly columns?: readonly Column[]}): Promise<Dataset> {
    return await fromRows(this.database, rows, options)
  }

  async sql(query: string, inputs: Readonly<Record<string, Dataset>>): Promise<Dataset> {
    const own: [string, DuckDataset][] = []
    for (const [name, dataset] of Object.entries(inputs)) own.push([name, await this.#own(dataset)])
    return await viewOver(this.database, query, own)
  }

  async toDataset(value: unknown): Promise<Dataset> {
    return await this.#own(value)
  }

  async save(dataset: Dataset, file: string): Promise<DatasetReference> {
    return await saveDataset(await this.#own(dataset), file)
  }

  provenRows(dataset: Dataset): number | undefined {
    return dataset instanceof DuckDataset ? this.database.lazyFiles.provenRows(dataset.relation) : undefined
  }

  async open(reference: DatasetReference): Promise<Dataset> {
    return await openDataset(this.database, reference)
  }

  async progress(scope?: Scope): Promise<EngineProgress> {
    return await this.database.progress(scope)
  }

  interrupt(): void {
    this.database.interrupt()
  }

  async close(): Promise<void> {
    await this.database.close()
  }

  /** The value as a Dataset of this database: one of another run's is read over. */
  async #own(value: unknown): Promise<DuckDataset> {
    if (value instanceof DuckDataset) {
      return value.database === this.database ? value : await fromRows(this.database, rowsOf(value), {columns: value.columns})
    }
    if (isArqueroTable(value)) return await fromRows(this.database, arqueroRows(value), emptyColumns(value))
    if (isRowList(value) || isAsyncRows(value)) return await fromRows(this.database, value)
    throw dataError(
      'not_a_dataset',
      `${Array.isArray(value) ? 'a list that holds no rows' : `a value of type ${value === null ? 'null' : typeof value}`} is no table`,
      {hint: 'a table is a Dataset, an arquero table, an array of objects, or an async iterable of them'},
    )
  }
}

async function* rowsOf(dataset: DuckDataset): AsyncGenerator<Row> {
  for await (const batch of dataset.batches()) yield* batch
}

/** A table without rows still has its columns; nothing says of what type. */
function emptyColumns(table: ColumnTable): {columns?: Column[]} {
  return table.numRows() > 0 ? {} : {columns: table.columnNames().map((name) => ({name, type: 'VARCHAR'}))}
}
