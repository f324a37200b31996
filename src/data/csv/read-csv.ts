import {stat} from 'node:fs/promises'
import {problem} from '../../errors/problem.js'
import type {CsvRead, CsvReadOptions} from '../../model/table-files.js'
import type {Problem} from '../../model/problem.js'
import type {Database} from '../database.js'
import {dialectOf, type Dialect} from './dialect.js'
import {findFiles} from './find-files.js'
import {CsvFile} from './csv-file.js'
import {Rejects} from './rejects.js'
import {RowStore} from './row-store.js'
import {unreadable} from './source-chunks.js'

/** Reads files into a Dataset, row by row with csv-parse, in bounded memory. See `DataSession.readCsv`. */
export async function readCsv(
  database: Database,
  path: string | readonly string[],
  options: CsvReadOptions,
  _fused = false,
): Promise<CsvRead> {
  const dialect = dialectOf(options)
  const files = await findFiles(typeof path === 'string' ? [path] : path)
  const rejects = new Rejects(database, options)
  const read: {store?: RowStore; warnings: Problem[]} = {warnings: []}
  try {
    await readAll(database, files, options, dialect, rejects, read)
    if (read.store === undefined) throw new Error('no file was read')
    const data = await read.store.finish()
    const rowsRead = (await data.count()) + rejects.count
    rejects.checkShare(rowsRead)
    const warnings = rowsRead === 0 ? [...read.warnings, noRows(files)] : read.warnings
    const rejected = await rejects.finish()
    const file_size_bytes = await totalSize(files)
    return {
      data,
      rejected,
      rows_read: rowsRead,
      rows_rejected: rejects.count,
      columns_read: data.columns.length,
      file_size_bytes,
      files,
      warnings,
    }
  } catch (error) {
    await read.store?.discard()
    await rejects.discard()
    throw error
  }
}

async function readAll(
  database: Database,
  files: readonly string[],
  options: CsvReadOptions,
  dialect: Dialect,
  rejects: Rejects,
  read: {store?: RowStore; warnings: Problem[]},
): Promise<void> {
  let left = options.max_rows ?? Infinity
  for (const file of files) {
    const csv = await CsvFile.open(file, options, dialect)
    try {
      const {names, warnings} = csv.header
      read.warnings.push(...warnings)
      read.store ??= new RowStore(database, names, file, options, rejects)
      read.store.checkSameColumns(names, file)
      left -= await csv.readInto(read.store, database, left)
    } finally {
      await csv.close()
    }
    if (left <= 0) return
  }
}

function noRows(files: readonly string[]): Problem {
  return problem('csv_no_rows', `${files.join(', ')} has a header and no rows`, {at: {file: files[0] ?? ''}})
}

async function totalSize(files: readonly string[]): Promise<number> {
  let size = 0
  for (const file of files) {
    size += (
      await stat(file).catch((error: unknown) => {
        throw unreadable(file, error)
      })
    ).size
  }
  return size
}
