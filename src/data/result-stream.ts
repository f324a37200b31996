import type {Cell, Column} from '../model/dataset.js'
import {toCell} from './cells.js'
import type {Lease} from './connections.js'
import {commaList, identifier, sendable} from './sql-text.js'

/** Up to 2,048 rows of a result, column by column. */
export interface ColumnChunk {
  readonly rows: number
  readonly columns: readonly (readonly Cell[])[]
}

/**
 * The rows of a query with these columns, in order, a chunk at a time; returns whether it came to its end. DuckDB's
 * client ends a stream without a word when the query fails after its first chunks, so a row of our own, which UNION ALL
 * puts after all others, says that nothing is missing.
 */
export async function* streamChunks(
  lease: Lease,
  query: string,
  columns: readonly Column[],
): AsyncGenerator<ColumnChunk, boolean> {
  const width = columns.length
  const cells = columns.map(({name, type}) => (type === 'VARCHAR' ? sendable(identifier(name)) : identifier(name)))
  const marked = `SELECT ${commaList(cells)}, false FROM (${query}) UNION ALL SELECT ${'NULL, '.repeat(width)}true`
  const result = await lease.use(async (connection) => await connection.stream(marked))
  for (;;) {
    const chunk = await lease.use(async () => await result.fetchChunk())
    if (chunk === null || chunk.rowCount === 0) return false
    const isLast = chunk.getColumnVector(width).getItem(chunk.rowCount - 1) === true
    const rows = isLast ? chunk.rowCount - 1 : chunk.rowCount
    const values = columns.map((_, index) => chunk.getColumnValues(index).slice(0, rows).map(toCell))
    if (rows > 0) yield {rows, columns: values}
    if (isLast) return true
  }
}
