import {table as newTable, type ColumnTable} from 'arquero'
import type {Cell, Column, Row} from '../model/dataset.js'
import type {ColumnChunk} from './result-stream.js'

/** The columns of an arquero table that is being filled. */
export interface ArqueroColumns {
  /** Adds the rows of a chunk and says how many there are now. */
  add(chunk: ColumnChunk): number
  table(): ColumnTable
}

/** `expected` is how many rows will come, where that is known. */
export function arqueroColumns(columns: readonly Column[], expected = 0): ArqueroColumns {
  // Values go where they stay at once: a list of chunks would be moved by the garbage collector, and then be copied.
  const held = columns.map(() => new Array<Cell>(expected))
  let rows = 0
  return {
    add(chunk) {
      for (const [at, cells] of held.entries()) {
        const from = chunk.columns[at] ?? []
        for (let row = 0; row < chunk.rows; row += 1) cells[rows + row] = from[row] ?? null
      }
      return (rows += chunk.rows)
    },
    table: () => newTable(columns.map(({name}, at) => [name, consistent(ended(held[at] ?? [], rows))])),
  }
}

/** No more came than so many rows. */
function ended(cells: Cell[], rows: number): readonly Cell[] {
  cells.length = rows
  return cells
}

/** Numbers and bigints, or numbers and texts, do not go together in arquero's arithmetic: a column has one of them. */
function consistent(cells: readonly Cell[]): readonly Cell[] {
  const kinds = kindsOf(cells)
  if (!kinds.has('number')) return cells
  if (kinds.has('bigint')) return cells.map((cell) => (typeof cell === 'number' ? BigInt(cell) : cell))
  if (kinds.has('string')) return cells.map((cell) => (typeof cell === 'number' ? String(cell) : cell))
  return cells
}

function kindsOf(cells: readonly Cell[]): ReadonlySet<string> {
  const kinds = new Set<string>()
  let last = ''
  for (const cell of cells) {
    const kind = typeof cell
    if (kind !== last) kinds.add((last = kind))
  }
  return kinds
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
