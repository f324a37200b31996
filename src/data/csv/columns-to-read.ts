import type {CsvReadOptions} from '../../model/table-files.js'
import {columnKey, mostColumns} from '../column-names.js'
import {dataError} from '../data-errors.js'
import {inferredColumn} from '../inferred-column.js'
import {namedColumn, plainText, type TextColumn} from '../text-columns.js'
import {keptFields} from './header.js'

/** What becomes of the fields of a file. All lists but `fields` go by column; `fields` tells which field each column is. */
export interface ColumnsToRead {
  readonly fields: readonly number[]
  readonly names: readonly string[]
  /** The types that the options name; empty where they name none. */
  readonly typeNames: readonly string[]
  readonly columns: readonly TextColumn[]
}

/** The columns that are wanted of a file with these names, none of their values seen yet. Throws `csv_unknown_column`, `csv_too_many_columns`. */
export function columnsToRead(fileNames: readonly string[], options: CsvReadOptions, file: string): ColumnsToRead {
  const fields = keptFields(fileNames, options, file)
  if (fields.length > mostColumns) {
    throw dataError(
      'csv_too_many_columns',
      `${file} has ${String(fields.length)} columns, and a table has room for ${String(mostColumns)}`,
      {at: {file}, hint: 'keep some of them with columns: [..]'},
    )
  }
  const names = fields.map((field) => fileNames[field] ?? '')
  const types = new Map(Object.entries(options.types ?? {}).map(([name, type]) => [columnKey(name), type]))
  const typeNames = names.map((name) => types.get(columnKey(name)) ?? '')
  const columns = typeNames.map((type) =>
    type !== '' ? namedColumn(type) : options.infer_types === false ? plainText : inferredColumn(),
  )
  return {fields, names, typeNames, columns}
}

/** The decision on types, for the log. */
export function typesDecided({names, columns}: ColumnsToRead, file: string): string {
  return `columns of ${file}: ${columns.map((column, index) => `${String(names[index])} ${column.type()}`).join(', ')}`
}
