import type {CsvRead, CsvReadOptions} from '../../model/table-files.js'
import {dataError} from '../data-errors.js'
import type {Database} from '../database.js'
import {chooseReader} from './choose-reader.js'
import {dialectOf, type Dialect} from './dialect.js'
import {readExactly, type RowsRead} from './exact-read.js'
import {readFast, readLazily} from './fast-read.js'
import {findFiles} from '../find-files.js'
import {totalSize} from '../total-size.js'

/**
 * Reads files into a Dataset, in bounded memory: with the engine's reader where that is certain to give the same, else with
 * csv-parse, which also tells what is wrong with a row. See `DataSession.readCsv`.
 */
export async function readCsv(
  database: Database,
  path: string | readonly string[],
  options: CsvReadOptions,
  fused = false,
): Promise<CsvRead> {
  const dialect = dialectOf(options)
  const files = await findFiles(typeof path === 'string' ? [path] : path)
  const {data, rejected, rows, rejects, warnings} = await readRows(database, files, options, dialect, fused)
  return {
    data,
    rejected,
    rows_read: rows,
    rows_rejected: rejects,
    columns_read: data.columns.length,
    file_size_bytes: await totalSize(files),
    files,
    warnings,
  }
}

async function readRows(
  database: Database,
  files: readonly string[],
  options: CsvReadOptions,
  dialect: Dialect,
  fused: boolean,
): Promise<RowsRead> {
  const choice = await chooseReader(database, files, options, dialect)
  const exactly = async (reason: string) => {
    if (options.reader === 'fast') {
      throw dataError('csv_not_fast', `the engine's reader cannot read ${files.join(', ')}: ${reason}`, {
        hint: 'leave "reader" at auto, which then reads with the exact reader',
      })
    }
    database.log(`${files.join(', ')}: read by the exact reader, since ${reason}`)
    return await readExactly(database, files, options, dialect)
  }
  if (choice.kind === 'exact') return await exactly(choice.reason)

  database.log(`${files.join(', ')}: read by the engine's reader`)
  // Bad rows that are to be kept must be known before anybody asks for them.
  const isLazy = fused && (options.on_bad_row ?? 'error') === 'error'
  const fast = await (isLazy ? readLazily : readFast)(database, choice, files, options)
  if ('refused' in fast) return await exactly(`the engine says: ${fast.refused}`)
  if (isLazy) {
    database.lazyFiles.add(fast.read.data.relation, {
      path: choice.files.length === 1 && options.max_rows === undefined ? choice.files[0] : undefined,
      replace: async () => (await exactly('the engine failed while it read on')).data.relation,
    })
  }
  return fast.read
}
