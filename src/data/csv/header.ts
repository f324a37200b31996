import {didYouMean} from '../../errors/nearest.js'
import {problem} from '../../errors/problem.js'
import type {CsvReadOptions} from '../../model/table-files.js'
import type {Problem} from '../../model/problem.js'
import {columnKey, findRepeated} from '../column-names.js'
import {dataError} from '../data-errors.js'

/** The columns of a file, and which of its fields become which column. */
export interface Header {
  /** All names, in the order of the fields. */
  readonly names: readonly string[]
  readonly warnings: readonly Problem[]
}

/** Where a header line stands, and where in it a field begins (character, from 1). */
export interface HeaderPlace {
  readonly file: string
  readonly line: number
  columnOf(field: number): number
}

/** So many columns without a name are told of one by one. */
const mostTold = 20

/** The column names that a header line gives: empty ones get a name and a warning, repeated ones are refused. */
export function headerOf(cells: readonly string[], place: HeaderPlace): Header {
  const {file, line} = place
  const taken = new Set(cells.map(columnKey))
  const warnings: Problem[] = []
  let unnamed = 0
  const names = cells.map((cell, index) => {
    if (cell !== '') return cell
    let name = `column_${String(index + 1)}`
    while (taken.has(name)) name += '_'
    taken.add(name)
    unnamed += 1
    if (unnamed > mostTold) return name
    warnings.push(
      problem('csv_unnamed_column', `column ${String(index + 1)} has no name; it is called ${name}`, {
        at: {file, line, column: place.columnOf(index)},
      }),
    )
    return name
  })
  checkRepeated(names, place)
  if (unnamed > mostTold)
    warnings.push(problem('csv_unnamed_column', `${String(unnamed - mostTold)} more columns have no name`, {at: {file, line}}))
  return {names, warnings}
}

function checkRepeated(names: readonly string[], {file, line, columnOf}: HeaderPlace): void {
  const repeated = findRepeated(names)
  if (repeated === undefined) return
  const [one, other] = [repeated.first, repeated.second].map((index) => `"${String(names[index])}" (column ${String(index + 1)})`)
  const differ = names[repeated.first] === names[repeated.second] ? '' : ', which differ only by case,'
  throw dataError('csv_duplicate_column', `${String(one)} and ${String(other)}${differ} have the same name in the header`, {
    at: {file, line, column: columnOf(repeated.second), length: [...String(names[repeated.second])].length},
    hint: `name the columns yourself: header: [${names
      .map((_, index) => (index < 2 ? `name_${String(index + 1)}` : '…'))
      .slice(0, 3)
      .join(', ')}] with skip_rows: ${String(line)}`,
  })
}

/** Throws `csv_columns_differ` unless a file has the columns of the first one. */
export function checkSameColumns(
  {names, file}: {readonly names: readonly string[]; readonly file: string},
  first: {readonly names: readonly string[]; readonly file: string},
): void {
  const differs = names.length !== first.names.length || names.some((name, index) => name !== first.names[index])
  if (!differs) return
  const [here, there] = [names, first.names].map((list) => list.slice(0, 20).join(', '))
  throw dataError(
    'csv_columns_differ',
    `the columns of ${file} (${String(here)}) are not those of ${first.file} (${String(there)})`,
    {at: {file, line: 1}, hint: 'read files with different columns one by one'},
  )
}

/** The names of columns that no header names. */
export function numberedNames(count: number): string[] {
  return Array.from({length: count}, (_, index) => `column_${String(index + 1)}`)
}

/** The fields to keep, by index, in the order asked for. Throws where a name is in no file, or twice in the list. */
export function keptFields(names: readonly string[], options: CsvReadOptions, file: string): number[] {
  const indexOf = (name: string) => {
    const exact = names.indexOf(name)
    return exact >= 0 ? exact : names.findIndex((other) => columnKey(other) === columnKey(name))
  }
  const unknown = [...(options.columns ?? []), ...Object.keys(options.types ?? {})].find((name) => indexOf(name) < 0)
  if (unknown !== undefined) {
    throw dataError('csv_unknown_column', `${file} has no column "${unknown}"`, {
      at: {file},
      hint: didYouMean(unknown, names) ?? `its columns are ${names.slice(0, 20).join(', ')}`,
    })
  }
  if (options.columns === undefined) return names.map((_, index) => index)
  const kept = options.columns.map(indexOf)
  if (kept.length === 0) throw dataError('csv_bad_option', '"columns" names no column')
  if (new Set(kept).size < kept.length) throw dataError('csv_bad_option', '"columns" names a column twice')
  return kept
}
