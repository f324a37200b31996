import type {Dataset} from 'datapy/mod'
import {escaped, sheetCell, type SheetCell} from './sheet-cell.js'

/** Excel's own limits. */
const mostRows = 1_048_576
const mostColumns = 16_384
/** What is held in memory until the file is written: some 200 bytes each. */
const mostCells = 10_000_000

/** The rows of a sheet, its header first; or why it can be none. */
export async function sheetRows(
  data: Dataset,
  header: boolean,
): Promise<{readonly rows: readonly (readonly SheetCell[])[]} | {readonly fault: string}> {
  const {columns} = data
  if (columns.length > mostColumns)
    return {fault: `the table has ${String(columns.length)} columns, and a sheet has room for ${String(mostColumns)}`}
  const room = Math.min(mostRows - Number(header), Math.floor(mostCells / columns.length))
  const tooMany = (count: number | string) => ({
    fault: `the table has ${String(count)} rows, and a sheet of ${String(columns.length)} columns is written with ${String(room)} at most`,
  })
  if ((data.knownCount ?? 0) > room) return tooMany(data.knownCount ?? 0)

  const rows: SheetCell[][] = header ? [columns.map(({name}) => escaped(name))] : []
  for await (const batch of data.batches()) {
    if (rows.length + batch.length > room + Number(header)) return tooMany('more')
    for (const row of batch) {
      const cells: SheetCell[] = []
      for (const {name, type} of columns) {
        const cell = sheetCell(row[name] ?? null, type)
        if (typeof cell === 'object' && cell !== null && 'fault' in cell)
          return {fault: `row ${String(rows.length + Number(!header))}, column "${name}": ${cell.fault}`}
        cells.push(cell)
      }
      rows.push(cells)
    }
  }
  return {rows}
}
