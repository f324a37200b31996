import type {DataSession, Dataset} from 'datapy/mod'

/**
 * The rows of a table whose key has not come before, in their order. Sets a bit for the number of each first row, and
 * reads the table once more through those bits: unlike a join or a sort, that keeps the order at the speed of a scan.
 */
export async function keepFirst(
  table: Dataset,
  keys: readonly string[],
  row: string,
  rowCount: number,
  session: DataSession,
): Promise<Dataset> {
  const {identifier} = session
  if (rowCount === 0) return table
  const first = `SELECT min(${identifier(row)}) AS first FROM input GROUP BY ${keys.map(identifier).join(', ')}`
  return await session.sql(
    `SELECT input.* FROM input WHERE get_bit((SELECT bitstring_agg(first, 0, ${String(rowCount - 1)}) FROM (${first})), ${identifier(row)}::INT) = 1`,
    {input: table},
  )
}
