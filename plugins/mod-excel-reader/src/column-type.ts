import {kindOf, type Kind} from './cells.js'
import type {SheetColumn, SheetRow} from './sheet-table.js'

/** The type that all values of a column share. */
export interface ColumnType {
  readonly type: string
  /** Where it is text since its values are of several kinds: the first row of each. */
  readonly mixed?: string
}

const types: Readonly<Record<Kind, string>> = {
  boolean: 'BOOLEAN',
  date: 'DATE',
  integer: 'BIGINT',
  number: 'DOUBLE',
  text: 'VARCHAR',
  time: 'TIME',
  timestamp: 'TIMESTAMP',
}

/** The type of a column, taken from all of its values; text where they do not go together, or there are none. */
export function columnTypeOf({at}: SheetColumn, rows: readonly SheetRow[]): ColumnType {
  const firsts = new Map<Kind, number>()
  for (const {number, cells} of rows) {
    const cell = cells[at] ?? null
    if (cell === null) continue
    const kind = kindOf(cell)
    if (!firsts.has(kind)) firsts.set(kind, number)
  }
  const kinds = [...firsts.keys()]
  const [only] = kinds
  if (only === undefined) return {type: 'VARCHAR'}
  if (kinds.length === 1) return {type: types[only]}
  const are = (...some: readonly Kind[]) => kinds.every((kind) => some.includes(kind))
  if (are('integer', 'number')) return {type: 'DOUBLE'}
  if (are('date', 'timestamp')) return {type: 'TIMESTAMP'}
  const mixed = [...firsts].map(([kind, row]) => `${kind} in row ${String(row)}`).join(', ')
  return {type: 'VARCHAR', mixed}
}
