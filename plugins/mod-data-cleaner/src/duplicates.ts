import type {DataSession, Dataset} from 'datapy/mod'

/**
 * SQL that is true for the number, in `row`, of each row that repeats an earlier one; nothing where no row does. `table` has
 * the keys of all rows and their numbers, below `rows`, in `row`; `alive` is SQL that is true for those that count.
 *
 * Rows are first told apart by a hash, which takes little memory and is computed in one pass over all columns; only those
 * that share one are compared in full. A join or a sort would lose the order or take three times as long; a bit for each row
 * does neither. The bits are a constant: as a column of one value they would be copied for every row that is left.
 */
export async function repeatedRows(
  table: Dataset,
  alive: string,
  rows: number,
  keys: readonly string[],
  session: DataSession,
): Promise<string | undefined> {
  const key = keys.join(', ')
  const query = async (sql: string, inputs: Readonly<Record<string, Dataset>>) => (await session.sql(sql, inputs)).materialise()
  const hashed = await query(`SELECT row, hash(${key}) AS hash FROM input WHERE ${alive}`, {input: table})
  const hashes = await query('SELECT hash FROM hashed GROUP BY hash HAVING count(*) > 1', {hashed})
  if ((await hashes.count()) === 0) return undefined

  // A bit for every row, since each is asked for; a blob holds whole bytes.
  const bits = Math.ceil((rows + 1) / 8) * 8
  const bitsOf = async (column: string, from: string, inputs: Readonly<Record<string, Dataset>>) => {
    const numbers = `CAST(bitstring_agg(${column}, 0, ${String(bits - 1)}) AS BLOB) AS bits`
    const [found] = await (await session.sql(`SELECT ${numbers} FROM ${from}`, inputs)).rows()
    return found?.['bits'] instanceof Uint8Array ? found['bits'] : new Uint8Array(0)
  }
  const shared = await query('SELECT row FROM hashed WHERE hash IN (SELECT hash FROM hashes)', {hashed, hashes})
  const firstRows = `(SELECT min(row) AS first FROM input WHERE row IN (SELECT row FROM shared) GROUP BY ${key})`
  const firsts = await bitsOf('first', firstRows, {input: table, shared})
  const repeats = (await bitsOf('row', 'shared', {shared})).map((byte, index) => byte ^ (firsts[index] ?? 0))
  const constant = session.literal(Buffer.from(repeats).toString('base64'))
  return `get_bit(CAST(from_base64(${constant}) AS BIT), CAST(row AS INTEGER)) = 1`
}
