import type {Dataset} from 'datapy/mod'
import {isTextInstead, sheetCell, type SheetCell} from './sheet-cell.js'

/** Excel's own limits. */
const mostRows = 1_048_576
const mostColumns = 16_384
/** What is held in memory until the file is written: some 300 to 650 bytes each. */
const mostCells = 5_000_000

export interface Sheet {
  readonly rows: readonly (readonly SheetCell[])[]
  /** Columns with values that had to become text, since Excel has none like them, and the row of the first. */
  readonly textInstead: ReadonlyMap<string, number>
}

/** The rows of a sheet, its header first; or why it can be none. */
export async function sheetRows(data: Dataset, header: boolean): Promise<Sheet | {readonly fault: string}> {
  const {columns} = data
  if (columns.length > mostColumns)
    return {fault: `the table has ${String(columns.length)} columns, and a sheet has room for ${String(mostColumns)}`}
  const room = Math.min(mostRows - Number(header), Math.floor(mostCells / columns.length))
  const tooMany = (count: number | string) => ({
    fault: `the table has ${String(count)} rows, and a sheet of ${String(columns.length)} columns is written with ${String(room)} at most`,
  })
  if ((data.knownCount ?? 0) > room) return tooMany(data.knownCount ?? 0)

  const rows: SheetCell[][] = []
  const textInstead = new Map<string, number>()
  if (header) {
    const names: SheetCell[] = []
    for (const [index, {name}] of columns.entries()) {
      const cell = sheetCell(name, 'VARCHAR')
      if (isFault(cell)) return {fault: `the name of column ${String(index + 1)}: ${cell.fault}`}
      names.push(cell)
    }
    rows.push(names)
  }
  for await (const batch of data.batches()) {
    if (rows.length + batch.length > room + Number(header)) return tooMany('more')
    for (const row of batch) {
      const cells: SheetCell[] = []
      for (const {name, type} of columns) {
        const value = row[name] ?? null
        const cell = sheetCell(value, type)
        const number = rows.length + Number(!header)
        if (isFault(cell)) return {fault: `row ${String(number)}, column "${name}": ${cell.fault}`}
        if (isTextInstead(value, type, cell) && !textInstead.has(name)) textInstead.set(name, number)
        cells.push(cell)
      }
      rows.push(cells)
    }
  }
  return {rows, textInstead}
}

function isFault(cell: ReturnType<typeof sheetCell>): cell is {readonly fault: string} {
  return typeof cell === 'object' && cell !== null && 'fault' in cell
}
