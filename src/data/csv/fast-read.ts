import type {CsvReadOptions} from '../../model/table-files.js'
import type {Database} from '../database.js'
import {isDataPyError} from '../data-errors.js'
import {reasonOf} from '../../errors/file-fault.js'
import {viewOf, type DuckDataset} from '../duck-dataset.js'
import {commaList, identifier} from '../sql-text.js'
import {observeBatch} from '../text-columns.js'
import type {FastChoice} from './choose-reader.js'
import {columnsToRead, typesDecided, type ColumnsToRead} from './columns-to-read.js'
import {warningsOf, type RowsRead} from './exact-read.js'
import {noRejects} from '../rejects.js'

const sampleRows = 10_000

/** What the engine's reader gave, or why it did not come to the end: a row is bad, or it cannot say. */
export type FastRead = {readonly read: RowsRead} | {readonly refused: string}

/**
 * Reads files with the engine's reader in one pass. Types are taken from the first rows and proven by every other; where a
 * value shows that one of them is wrong, they are taken from all values and the files read once more.
 */
export async function readFast(
  database: Database,
  choice: FastChoice,
  files: readonly string[],
  options: CsvReadOptions,
): Promise<FastRead> {
  let refused = ''
  for (const rows of [` LIMIT ${String(sampleRows)}`, '']) {
    try {
      const lazy = await typedView(database, choice, files, options, rows)
      const data = await lazy.materialise()
      const count = await data.count()
      const rejected = await noRejects(database)
      return {read: {data, rejected, rows: count, rejects: 0, warnings: warningsOf(choice.warnings, count, files)}}
    } catch (error) {
      refused = refusal(database, error)
      if (/^CSV Error|CSV Error on Line/i.test(refused)) break
    }
  }
  return {refused}
}

/** The same, but left to whoever reads it. Types that are not named are taken from all values, in a pass of their own. */
export async function readLazily(
  database: Database,
  choice: FastChoice,
  files: readonly string[],
  options: CsvReadOptions,
): Promise<FastRead> {
  try {
    const data = await typedView(database, choice, files, options, '')
    const rejected = await noRejects(database)
    return {read: {data, rejected, rows: undefined, rejects: 0, warnings: choice.warnings}}
  } catch (error) {
    return {refused: refusal(database, error)}
  }
}

async function typedView(
  database: Database,
  {scan, names, hasOnlyBlanks}: FastChoice,
  files: readonly string[],
  options: CsvReadOptions,
  sample: string,
): Promise<DuckDataset> {
  const wanted = columnsToRead(names, options, files[0] ?? '')
  await observeBatch(database, `(SELECT ${keptText(wanted)} FROM ${scan}${sample})`, wanted.columns)
  database.log(typesDecided(wanted, files.join(', ')))
  const typed = wanted.columns.map(
    (column, index) => `${column.proven(`c${String(wanted.fields[index])}`)} AS ${identifier(wanted.names[index] ?? '')}`,
  )
  const limit = options.max_rows === undefined ? '' : ` LIMIT ${String(options.max_rows)}`
  const view = await viewOf(database, `SELECT ${commaList(typed)} FROM ${scan}${limit}`)
  if (hasOnlyBlanks) database.onlyBlanks.add(view.relation)
  return view
}

/** The text of the kept columns, called as the columns' measures expect. */
function keptText({fields}: ColumnsToRead): string {
  return commaList(fields.map((field, index) => `c${String(field)} AS c${String(index)}`))
}

/** What the engine said; what is no complaint about the files is thrown on. */
function refusal(database: Database, error: unknown): string {
  database.throwIfAborted()
  if (!isDataPyError(error) || error.problems[0]?.code !== 'sql_failed') throw error
  return reasonOf(error).split('\n')[0] ?? ''
}
