import type {ColumnTable} from 'arquero'
import type {
  Column,
  CsvRead,
  CsvReadOptions,
  CsvWriteOptions,
  CsvWritten,
  Dataset,
  DatasetReference,
  Row,
} from '../model/dataset.js'
import {arqueroRows} from './arquero-tables.js'
import {readCsv} from './csv/read-csv.js'
import {writeCsv} from './csv/write-csv.js'
import {dataError} from './data-errors.js'
import {Database, type DatabaseOptions} from './database.js'
import {openDataset, saveDataset} from './dataset-reference.js'
import {DuckDataset, viewOf} from './duck-dataset.js'
import {fromRows} from './from-rows.js'
import {selectOver} from './select.js'
import type {StagedFile} from './staged-file.js'
import {isArqueroTable, isAsyncRows, isRowList} from './table-like.js'

/** All that is done with an open database. Imported only when data is touched, since it loads DuckDB. */
export class Workshop {
  private constructor(private readonly database: Database) {}

  static async open(options: DatabaseOptions): Promise<Workshop> {
    return new Workshop(await Database.open(options))
  }

  async readCsv(path: string | readonly string[], options: CsvReadOptions): Promise<CsvRead> {
    return await readCsv(this.database, path, options)
  }

  async writeCsv(
    dataset: Dataset,
    path: string,
    options: CsvWriteOptions,
  ): Promise<{readonly staged: StagedFile; readonly written: CsvWritten}> {
    return await writeCsv(await this.#own(dataset), path, options)
  }

  async fromRows(rows: AsyncIterable<Row> | Iterable<Row>, options: {readonly columns?: readonly Column[]}): Promise<Dataset> {
    return await fromRows(this.database, rows, options)
  }

  async sql(query: string, inputs: Readonly<Record<string, Dataset>>): Promise<Dataset> {
    const relations: [string, string][] = []
    for (const [name, dataset] of Object.entries(inputs)) relations.push([name, (await this.#own(dataset)).relation])
    return await viewOf(this.database, await selectOver(this.database, query, relations))
  }

  async toDataset(value: unknown): Promise<Dataset> {
    return await this.#own(value)
  }

  async save(dataset: Dataset, file: string): Promise<DatasetReference> {
    return await saveDataset(await this.#own(dataset), file)
  }

  async open(reference: DatasetReference): Promise<Dataset> {
    return await openDataset(this.database, reference)
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
