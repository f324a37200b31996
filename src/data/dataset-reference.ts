import {mkdir, open, rename, rm, stat} from 'node:fs/promises'
import {randomBytes} from 'node:crypto'
import {basename, dirname, join, resolve} from 'node:path'
import type {DatasetReference} from '../model/dataset.js'
import type {Database} from './database.js'
import {dataError, isDataPyError, reasonOf} from './data-errors.js'
import {viewOf, type DuckDataset} from './duck-dataset.js'
import {restoreSelect, storeSelect} from './parquet-columns.js'
import {syncFolder} from './staged-file.js'

/** Writes a Dataset as a Parquet file, which gets its name when it is whole. */
export async function saveDataset(dataset: DuckDataset, path: string): Promise<DatasetReference> {
  const file = resolve(path)
  const temporary = join(dirname(file), `.${basename(file)}.${randomBytes(6).toString('hex')}.tmp`)
  try {
    await mkdir(dirname(file), {recursive: true})
    const rows = await dataset.database.copyToParquet(storeSelect(dataset.columns, dataset.relation), temporary, 'zstd')
    const handle = await open(temporary, 'r+')
    await handle.sync()
    await handle.close()
    await rename(temporary, file)
    await syncFolder(dirname(file))
    return {type: 'dataset', format: 'parquet', path: file, rows, columns: dataset.columns}
  } catch (error) {
    await rm(temporary, {force: true})
    if (isDataPyError(error)) throw error
    throw dataError('output_unwritable', `cannot write ${file}: ${reasonOf(error)}`, {at: {file}, cause: error})
  }
}

/** The Dataset that a reference names. Its columns must be in the file. */
export async function openDataset(database: Database, {path, rows, columns}: DatasetReference): Promise<DuckDataset> {
  const file = resolve(path)
  try {
    await stat(file)
  } catch (error) {
    throw dataError('file_unreadable', `cannot read ${file}: ${reasonOf(error)}`, {
      at: {file},
      hint: 'run the step that makes it again',
      cause: error,
    })
  }
  return await viewOf(database, restoreSelect(columns, file), {columns, rows, store: {kind: 'parquet', file}})
}
