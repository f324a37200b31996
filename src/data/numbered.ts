import {viewOf, type DuckDataset} from './duck-dataset.js'
import {restoredColumns} from './parquet-columns.js'
import {commaList, fileLiteral, identifier} from './sql-text.js'

/** The same rows with their numbers, from 0, in a column in front. What lies in one place numbers its rows itself, in parallel. */
export async function numbered(dataset: DuckDataset, column: string): Promise<DuckDataset> {
  const held = await dataset.materialise()
  const {store, columns, database, relation} = held
  const name = identifier(column)
  if (store.kind === 'parquet') {
    const from = `read_parquet(${fileLiteral(store.file)}, file_row_number = true)`
    return await viewOf(database, `SELECT ${commaList([`file_row_number AS ${name}`, ...restoredColumns(columns)])} FROM ${from}`)
  }
  return await viewOf(database, `SELECT rowid AS ${name}, * FROM ${relation}`)
}
