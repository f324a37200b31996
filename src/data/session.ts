import type {CsvReadOptions, CsvWriteOptions, CsvWritten, DataSession, Dataset, Row, Column} from '../model/dataset.js'
import type {ColumnTable} from 'arquero'
import {columnType, fitsSql} from './column-types.js'
import {identifier, literal} from './sql-text.js'
import type {StagedFile} from './staged-file.js'
import type {Workshop} from './workshop.js'

/** One mod's data, and the files it staged: `commit` gives them their names, `discard` removes them. */
export interface EngineSession {
  readonly api: DataSession
  commit(): Promise<void>
  discard(): Promise<void>
}

/** The data of one mod's run, and the files it has staged. `workshop` opens the database at its first use. */
export function createSession(workshop: () => Promise<Workshop>): EngineSession {
  const staged: StagedFile[] = []
  const api: DataSession = {
    async readCsv(path: string | readonly string[], options: CsvReadOptions = {}) {
      return await (await workshop()).readCsv(path, options)
    },
    async writeCsv(dataset: Dataset, path: string, options: CsvWriteOptions = {}): Promise<CsvWritten> {
      const made = await (await workshop()).writeCsv(dataset, path, options)
      staged.push(made.staged)
      return made.written
    },
    async fromRows(rows: AsyncIterable<Row> | Iterable<Row>, options: {readonly columns?: readonly Column[]} = {}) {
      return await (await workshop()).fromRows(rows, options)
    },
    async fromArquero(table: ColumnTable) {
      return await (await workshop()).toDataset(table)
    },
    async sql(query: string, inputs: Readonly<Record<string, Dataset>>) {
      return await (await workshop()).sql(query, inputs)
    },
    literal,
    identifier,
    columnType,
    fits: fitsSql,
    arquero: async () => await import('arquero'),
  }
  return {
    api,
    async commit() {
      const files = staged.splice(0)
      try {
        for (const file of files) await file.commit()
      } catch (error) {
        // Those that have their names keep them; the rest goes.
        for (const file of files) await file.discard()
        throw error
      }
    },
    async discard() {
      for (const file of staged.splice(0)) await file.discard()
    },
  }
}
