import duckdb from '@duckdb/node-bindings'
import type {Cell, Column} from '../model/dataset.js'
import type {Lease} from './connections.js'
import {commaList, identifier} from './sql-text.js'
import {cellReader, type CellReader} from './vector-cells.js'

/** Up to 2,048 rows of a result, column by column. */
export interface ColumnChunk {
  readonly rows: number
  readonly columns: readonly (readonly Cell[])[]
}

/**
 * The rows of a query with these columns, in order, a chunk at a time; returns whether it came to its end. DuckDB's
 * client ends a stream without a word when the query fails after its first chunks, so a row of our own, which UNION ALL
 * puts after all others, says that nothing is missing. The next chunk is computed while one is read, and the lease ends when
 * nothing is computed any more.
 */
export async function* streamChunks(
  lease: Lease,
  query: string,
  columns: readonly Column[],
): AsyncGenerator<ColumnChunk, boolean> {
  const width = columns.length
  const names = columns.map(({name}) => identifier(name))
  const marked = `SELECT ${commaList(names)}, false FROM (${query}) UNION ALL SELECT ${'NULL, '.repeat(width)}true`
  const opened = lease.use(async (connection) => await connection.stream(marked))
  let working: Promise<unknown> = opened
  try {
    const result = await opened
    const readers = columns.map((_, index) => cellReader(result.columnType(index)))
    const isMark = cellReader(result.columnType(width))
    const fetch = () => lease.use(async () => await result.fetchChunk())
    let next = fetch()
    for (;;) {
      working = next
      const chunk = await next
      const count = chunk?.rowCount ?? 0
      if (chunk === null || count === 0) return false
      const isLast = isMark(duckdb.data_chunk_get_vector(chunk.chunk, width), count)[count - 1] === true
      if (!isLast) working = next = fetch()
      const rows = isLast ? count - 1 : count
      const read = (reader: CellReader, index: number) => reader(duckdb.data_chunk_get_vector(chunk.chunk, index), rows)
      if (rows > 0) yield {rows, columns: readers.map(read)}
      if (isLast) return true
    }
  } finally {
    working.then(lease.end, lease.end)
  }
}
