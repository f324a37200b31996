import {rm, stat} from 'node:fs/promises'
import type {Database} from './database.js'
import {DuckDataset, viewOf} from './duck-dataset.js'
import {restoreSelect, storeSelect} from './parquet-columns.js'

/** A Dataset of at most so many rows, whose Parquet file is at most so large, is held in memory. */
const heldRows = 100_000
const heldBytes = 4 * 1024 * 1024

/** Of files that only this process reads and that go when the run ends. */
const codec = 'snappy'

/**
 * The one place that decides where computed rows lie. The query runs once, in bounded memory, into a Parquet file; a
 * small one is then held as a table and its file removed.
 */
export async function materialise(dataset: DuckDataset): Promise<DuckDataset> {
  const {database, columns, relation} = dataset
  const file = database.newFile('.parquet')
  try {
    const rows = await database.copyToParquet(storeSelect(columns, relation), file, codec)
    const {size} = await stat(file)
    if (rows > heldRows || size > heldBytes) return await openParquet(database, dataset, file, rows)
    const name = database.newName('held')
    await database.run(`CREATE TABLE ${name} AS ${restoreSelect(columns, file)}`)
    await rm(file)
    return new DuckDataset(database, name, columns, {kind: 'table'}, rows)
  } catch (error) {
    await rm(file, {force: true})
    throw error
  }
}

async function openParquet(database: Database, {columns}: DuckDataset, file: string, rows: number): Promise<DuckDataset> {
  return await viewOf(database, restoreSelect(columns, file), {columns, rows, store: {kind: 'parquet', file}})
}
