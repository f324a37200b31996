import {DuckDBDataChunk, VARCHAR, type DuckDBType} from '@duckdb/node-api'
import type {Lease} from './connections.js'

/** How many rows one chunk of DuckDB's holds. */
export const chunkRows = 2048

/** A table that is being filled. */
export interface NewTable {
  readonly name: string
  append(chunk: DuckDBDataChunk): void
  /** Nothing more comes: the rows can be read now. */
  end(): void
}

/** A table of text columns that is being filled. */
export interface TextTable extends Omit<NewTable, 'append'> {
  /** Up to 2,048 rows, column by column. */
  append(columns: readonly (readonly (string | null)[])[]): void
}

/** A new table of columns c0, c1 … of these types. The lease is the table's until its end. */
export async function newTable(name: string, types: readonly DuckDBType[], lease: Lease): Promise<NewTable> {
  const columns = types.map((type, index) => `c${String(index)} ${type.toString()}`)
  const appender = await lease.use(async (connection) => {
    await connection.run(`CREATE TABLE ${name} (${columns.join(', ')})`)
    return await connection.createAppender(name)
  })
  return {
    name,
    append: (chunk) => {
      appender.appendDataChunk(chunk)
    },
    end: () => {
      appender.closeSync()
      lease.end()
    },
  }
}

/** A new table of so many text columns. */
export async function newTextTable(
  database: {newTable(types: readonly DuckDBType[]): Promise<NewTable>},
  width: number,
): Promise<TextTable> {
  const types = Array.from({length: width}, () => VARCHAR)
  const table = await database.newTable(types)
  return {
    ...table,
    append: (columns) => {
      const chunk = DuckDBDataChunk.create(types)
      chunk.setColumns(columns)
      table.append(chunk)
    },
  }
}
