import type {Cell} from '../model/dataset.js'
import type {JsonValue} from '../model/json.js'

/** A cell as a document holds it: what JSON has no way to write is text, bytes are hexadecimal. */
export function cellJson(cell: Cell): JsonValue {
  if (typeof cell === 'bigint') return Number.isSafeInteger(Number(cell)) ? Number(cell) : String(cell)
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : String(cell)
  if (cell === null || typeof cell !== 'object') return cell
  if (cell instanceof Uint8Array) return Buffer.from(cell).toString('hex')
  if (isList(cell)) return cell.map(cellJson)
  return Object.fromEntries(Object.entries(cell).map(([key, entry]) => [key, cellJson(entry)]))
}

function isList(cell: Cell): cell is readonly Cell[] {
  return Array.isArray(cell)
}
