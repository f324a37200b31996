import {table as newTable, type ColumnTable} from 'arquero'
import type {Cell, Column, Row} from '../model/dataset.js'

/** An arquero table of columns of cells. */
export function toArqueroTable(columns: readonly Column[], cells: readonly (readonly Cell[])[]): ColumnTable {
  return newTable(columns.map(({name}, index) => [name, consistent(cells[index] ?? [])]))
}

/** Numbers and bigints, or numbers and texts, do not go together in arquero's arithmetic: a column has one of them. */
function consistent(cells: readonly Cell[]): readonly Cell[] {
  if (!cells.some((cell) => typeof cell === 'number')) return cells
  if (cells.some((cell) => typeof cell === 'bigint')) return cells.map((cell) => (typeof cell === 'number' ? BigInt(cell) : cell))
  if (cells.some((cell) => typeof cell === 'string')) return cells.map((cell) => (typeof cell === 'number' ? String(cell) : cell))
  return cells
}

/** The rows of an arquero table as it stands: filtered, in its order. */
export function* arqueroRows(table: ColumnTable): Generator<Row> {
  const names = table.columnNames()
  const plain = table.reify()
  const columns = names.map((name) => plain.column(name))
  for (let index = 0; index < plain.numRows(); index += 1) {
    yield Object.fromEntries(names.map((name, at) => [name, cellOf(columns[at]?.at(index))]))
  }
}

function cellOf(value: unknown): Cell {
  // What no Cell is, is refused with its row and column when the rows are taken in.
  return (value ?? null) as Cell
}
