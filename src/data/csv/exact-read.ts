import {problem} from '../../errors/problem.js'
import type {CsvReadOptions} from '../../model/table-files.js'
import type {Problem} from '../../model/problem.js'
import type {Database} from '../database.js'
import type {DuckDataset} from '../duck-dataset.js'
import {CsvFile} from './csv-file.js'
import type {Dialect} from './dialect.js'
import {checkSameColumns} from './header.js'
import {Rejects} from '../rejects.js'
import {RowStore} from './row-store.js'

/** What was read of files, before it is told. */
export interface RowsRead {
  readonly data: DuckDataset
  readonly rejected: DuckDataset
  /** Undefined where the rows are yet to be read. */
  readonly rows: number | undefined
  readonly rejects: number
  readonly warnings: readonly Problem[]
}

/** Reads files row by row with csv-parse, in bounded memory: every bad row is told of, with its place and reason. */
export async function readExactly(
  database: Database,
  files: readonly string[],
  options: CsvReadOptions,
  dialect: Dialect,
): Promise<RowsRead> {
  const rejects = new Rejects(database, options, {badRow: 'csv_bad_row', tooMany: 'csv_too_many_rejects'})
  const read: {store?: RowStore; warnings: Problem[]} = {warnings: []}
  try {
    await readAll(database, files, options, dialect, rejects, read)
    if (read.store === undefined) throw new Error('no file was read')
    const data = await read.store.finish()
    const rows = (await data.count()) + rejects.count
    rejects.checkShare(rows)
    return {
      data,
      rejected: await rejects.finish(),
      rows,
      rejects: rejects.count,
      warnings: warningsOf(read.warnings, rows, files),
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
  let first: {names: readonly string[]; file: string} | undefined
  for (const file of files) {
    const csv = await CsvFile.open(file, options, dialect)
    try {
      const {names, warnings} = csv.header
      read.warnings.push(...warnings)
      first ??= {names, file}
      read.store ??= new RowStore(database, names, file, options, rejects)
      checkSameColumns({names, file}, first)
      left -= await csv.readInto(read.store, database, left)
    } finally {
      await csv.close()
    }
    if (left <= 0) return
  }
}

/** Warnings of a read that gave so many rows. */
export function warningsOf(warnings: readonly Problem[], rows: number, files: readonly string[]): readonly Problem[] {
  if (rows > 0) return warnings
  return [...warnings, problem('csv_no_rows', `${files.join(', ')} has a header and no rows`, {at: {file: files[0] ?? ''}})]
}
