import type {ColumnTable} from 'arquero'
import type {Row} from '../model/dataset.js'

/** Whether a value is an arquero table, from whichever copy of arquero it comes. */
export function isArqueroTable(value: unknown): value is ColumnTable {
  if (typeof value !== 'object' || value === null) return false
  return ['columnNames', 'column', 'numRows', 'reify'].every((name) => typeof Reflect.get(value, name) === 'function')
}

/** Whether a value is a list of plain objects, at least one. */
export function isRowList(value: unknown): value is readonly Row[] {
  return Array.isArray(value) && value.length > 0 && value.every(isPlainObject)
}

export function isAsyncRows(value: unknown): value is AsyncIterable<Row | readonly Row[]> {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, Symbol.asyncIterator) === 'function'
}

function isPlainObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
