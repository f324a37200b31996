import type {Column} from '../../model/dataset.js'
import type {ParquetReadOptions, TableRead} from '../../model/table-files.js'
import {checkColumnNames} from '../column-names.js'
import {findFiles} from '../find-files.js'
import {noRejects} from '../rejects.js'
import {totalSize} from '../total-size.js'
import {dataError} from '../data-errors.js'
import type {Database} from '../database.js'
import {viewOf} from '../duck-dataset.js'
import {commaList, fileLiteral, identifier} from '../sql-text.js'
import {unknownColumn} from '../unknown-column.js'
import {describeParquet, type ParquetFile} from './describe-parquet.js'

/**
 * Reads Parquet files, all of the same columns, into a Dataset. How many rows there are stands in the files, so that it is
 * known also where nothing has been read yet. See `DataSession.readParquet`.
 */
export async function readParquet(
  database: Database,
  path: string | readonly string[],
  options: ParquetReadOptions,
  fused: boolean,
): Promise<TableRead> {
  const paths = await findFiles(typeof path === 'string' ? [path] : path)
  const files: ParquetFile[] = []
  for (const file of paths) files.push(await describeParquet(database, file))
  const [first, ...others] = files
  if (first === undefined) throw dataError('file_unreadable', 'there is no file to read')
  for (const other of others) checkSame(first, other)
  checkColumnNames(first.columns.map(({name}) => name))
  const names = options.columns ?? first.columns.map(({name}) => name)
  checkWanted(names, first)

  const sources = commaList(paths.map(fileLiteral))
  const limit = options.max_rows === undefined ? '' : ` LIMIT ${String(options.max_rows)}`
  const select = `SELECT ${commaList(names.map(identifier))} FROM read_parquet([${sources}], hive_partitioning = false)${limit}`
  const rows = Math.min(
    files.reduce((sum, file) => sum + file.rows, 0),
    options.max_rows ?? Infinity,
  )
  const view = await viewOf(database, select, {rows})
  return {
    data: fused ? view : await view.materialise(),
    rejected: await noRejects(database),
    rows_read: rows,
    rows_rejected: 0,
    file_size_bytes: await totalSize(paths),
    files: paths,
    warnings: [],
  }
}

function checkSame(first: ParquetFile, other: ParquetFile): void {
  const [own, its] = [textOf(first.columns), textOf(other.columns)]
  if (own.join() === its.join()) return
  const missing = own.filter((column) => !its.includes(column))
  const added = its.filter((column) => !own.includes(column))
  throw dataError(
    'parquet_columns_differ',
    `${other.file} does not have the columns of ${first.file}: ${differences(missing, added)}`,
    {at: {file: other.file}, hint: 'read them one by one, and put the tables together with the mod union'},
  )
}

function differences(missing: readonly string[], added: readonly string[]): string {
  if (missing.length + added.length === 0) return 'they stand in another order'
  const told = (word: string, columns: readonly string[]) =>
    columns.length === 0 ? [] : [`${word} ${columns.slice(0, 5).join(', ')}`]
  return [...told('it lacks', missing), ...told('it has', added)].join('; ')
}

function textOf(columns: readonly Column[]): readonly string[] {
  return columns.map(({name, type}) => `${identifier(name)} ${type}`)
}

function checkWanted(names: readonly string[], {file, columns}: ParquetFile): void {
  const faults = names.flatMap((name) => unknownColumn(name, columns) ?? [])
  if (faults.length > 0) throw dataError('parquet_unknown_column', `${file}: ${faults.join('; ')}`, {at: {file}})
}
