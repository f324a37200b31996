import {rm, stat} from 'node:fs/promises'
import type {Column} from '../model/dataset.js'
import type {Database} from './database.js'
import {restoreSelect, storeSelect} from './parquet-columns.js'

/** Where a relation's rows lie: computed when it is read, in a table in memory, or in a Parquet file. */
export type Store = {readonly kind: 'view'} | {readonly kind: 'table'} | StoredFile

/** A Parquet file that holds the columns of a relation, and no others. */
export interface StoredFile {
  readonly kind: 'parquet'
  readonly file: string
  /** Whether it was written here, by and for one engine; nobody else changes it. */
  readonly isOwn: boolean
}

/** A relation that was computed: its name, safe as SQL, where it lies, and how many rows it has. */
export interface Computed {
  readonly name: string
  readonly store: Store
  readonly rows: number
}

/**
 * The one place that decides where computed rows lie. The relation's query runs once, in bounded memory, into a Parquet
 * file; a small one is then held as a table and its file removed.
 */
export async function compute(database: Database, columns: readonly Column[], relation: string): Promise<Computed> {
  const file = database.newFile('.parquet')
  try {
    const rows = await database.copyToParquet(storeSelect(columns, relation), file, 'zstd', columns.length)
    const {size} = await stat(file)
    const {held} = database.options
    if (rows > held.rows || size > held.bytes) {
      const view = database.newName('dataset')
      await database.run(`CREATE VIEW ${view} AS ${restoreSelect(columns, file)}`)
      return {name: view, store: {kind: 'parquet', file, isOwn: true}, rows}
    }
    const table = database.newName('held')
    await database.run(`CREATE TABLE ${table} AS ${restoreSelect(columns, file)}`)
    await rm(file)
    return {name: table, store: {kind: 'table'}, rows}
  } catch (error) {
    await rm(file, {force: true})
    throw error
  }
}
