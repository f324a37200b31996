import {link, rename, rm, stat} from 'node:fs/promises'
import {dirname, resolve} from 'node:path'
import type {DatasetReference} from '../model/dataset.js'
import type {Database} from './database.js'
import {dataError} from './data-errors.js'
import {reasonOf} from '../errors/file-fault.js'
import {viewOf, type DuckDataset} from './duck-dataset.js'
import {makeFolder} from './make-folder.js'
import {restoreSelect, storeSelect} from './parquet-columns.js'
import {temporaryBeside, unwritable} from './staged-file.js'
import {syncFile, syncFolder} from './sync.js'

/** Writes a Dataset as a Parquet file, which gets its name when it is whole. */
export async function saveDataset(dataset: DuckDataset, path: string): Promise<DatasetReference> {
  const file = resolve(path)
  const temporary = temporaryBeside(file)
  try {
    await makeFolder(dirname(file))
    const rows = await writeOrLink(dataset, temporary)
    await syncFile(temporary)
    await rename(temporary, file)
    if (dataset.hasOnlyBlanks) dataset.database.onlyBlanks.add(file)
    await syncFolder(dirname(file))
    return {type: 'dataset', format: 'parquet', path: file, rows, columns: dataset.columns}
  } catch (error) {
    await rm(temporary, {force: true})
    throw unwritable(file, error)
  }
}

/** What lies in a file of its own already gets a second name; the first goes with the run's engine. Gives the rows. */
async function writeOrLink(dataset: DuckDataset, file: string): Promise<number> {
  const {store, database, columns, relation} = dataset
  if (store.kind === 'parquet' && store.isOwn) {
    const isLinked = await link(store.file, file).then(
      () => true,
      () => false, // another file system, or one without links
    )
    if (isLinked) return await dataset.count()
  }
  return await database.copyToParquet(storeSelect(columns, relation), file, 'zstd', columns.length)
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
  const opened = await viewOf(database, restoreSelect(columns, file), {
    columns,
    rows,
    store: {kind: 'parquet', file, isOwn: false},
  })
  if (database.onlyBlanks.has(file)) database.onlyBlanks.add(opened.relation)
  return opened
}
