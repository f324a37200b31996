import {textOf, type Cell} from './cells.js'

/** A row of a sheet, with its number there, from 1. */
export interface SheetRow {
  readonly number: number
  readonly cells: readonly Cell[]
}

/** A column of a sheet: where it stands, from 0, and its name. */
export interface SheetColumn {
  readonly at: number
  readonly name: string
  /** Whether the sheet gives it no name. */
  readonly isUnnamed: boolean
}

export interface SheetTable {
  readonly columns: readonly SheetColumn[]
  readonly rows: readonly SheetRow[]
}

/** How the rows of a sheet become a table. */
export interface TableOptions {
  readonly header: boolean | readonly string[]
  readonly skip_rows: number
  readonly max_rows?: number
  readonly null_values: readonly string[]
}

/** The table in a sheet: its names, and its rows but for those that are empty. Or what is wrong with it. */
export function tableIn(sheet: readonly (readonly Cell[])[], options: TableOptions): SheetTable | string {
  const {header, skip_rows: skipped, max_rows: most = Infinity, null_values: nulls} = options
  const below = sheet.map((cells, index) => ({number: index + 1, cells})).slice(skipped)
  const first = header === true ? below.findIndex(({cells}) => cells.some((cell) => cell !== null)) : -1
  if (header === true && first < 0) return 'the sheet is empty: there is no row that names the columns'
  const asNull = (cell: Cell) => (typeof cell === 'string' && nulls.includes(cell) ? null : cell)
  const rows = below
    .slice(first + 1)
    .map(({number, cells}) => ({number, cells: cells.map(asNull)}))
    .filter(({cells}) => cells.some((cell) => cell !== null))
  const names = header === true ? (below[first]?.cells ?? []).map((cell) => (cell === null ? '' : textOf(cell).trim())) : header
  const columns = columnsOf(names, rows)
  return typeof columns === 'string' ? columns : {columns, rows: rows.slice(0, most)}
}

function columnsOf(given: boolean | readonly string[], rows: readonly SheetRow[]): readonly SheetColumn[] | string {
  const width = rows.reduce((most, {cells}) => Math.max(most, cells.findLastIndex((cell) => cell !== null) + 1), 0)
  const names = typeof given === 'boolean' ? [] : given
  const isList = typeof given !== 'boolean'
  const taken = new Set(names.map(key))
  const columns: SheetColumn[] = []
  for (let at = 0; at < Math.max(width, names.length); at += 1) {
    const named = names[at] ?? ''
    // A column with neither a name nor a value is none.
    if (named === '' && isList && rows.every(({cells}) => (cells[at] ?? null) === null)) continue
    let name = named === '' ? `column_${String(at + 1)}` : named
    while (named === '' && taken.has(key(name))) name += '_'
    taken.add(key(name))
    columns.push({at, name, isUnnamed: named === '' && isList})
  }
  if (columns.length === 0) return 'the sheet is empty'
  const firsts = new Map(columns.toReversed().map((column) => [key(column.name), column]))
  const repeated = columns.find((column) => firsts.get(key(column.name)) !== column)
  return repeated === undefined
    ? columns
    : `two columns are called "${repeated.name}": name them yourself with header: [..], and skip_rows for the row of names`
}

/** Names that differ only by the case of ASCII letters are one name. */
function key(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
}
