import type {DataSession, Dataset} from 'datapy/mod'

/**
 * A table of one row whose column `bits` has, as a blob, a 1 for the number of each row that repeats an earlier one;
 * nothing where no row does. `table` has the keys of all rows and their numbers, below `rows`, in `row`; `alive` is SQL that
 * is true for those that count.
 *
 * Rows are first told apart by a hash, which takes little memory and is computed in one pass over all columns; only those
 * that share one are compared in full. A join or a sort would lose the order or take three times as long; a bit for each row
 * does neither.
 */
export async function repeatedRows(
  table: Dataset,
  alive: string,
  rows: number,
  keys: readonly string[],
  session: DataSession,
): Promise<Dataset | undefined> {
  const key = keys.join(', ')
  const query = async (sql: string, inputs: Readonly<Record<string, Dataset>>) => (await session.sql(sql, inputs)).materialise()
  const hashed = await query(`SELECT row, hash(${key}) AS hash FROM input WHERE ${alive}`, {input: table})
  const shared = await query('SELECT hash FROM hashed GROUP BY hash HAVING count(*) > 1', {hashed})
  if ((await shared.count()) === 0) return undefined

  // A bit for every row, since each is asked for; a blob holds whole bytes.
  const bits = Math.ceil((rows + 1) / 8) * 8
  const numbered = (column: string) => `CAST(bitstring_agg(${column}, 0, ${String(bits - 1)}) AS BLOB) AS bits`
  const all = await query(`SELECT ${numbered('row')} FROM hashed WHERE hash IN (SELECT hash FROM shared)`, {hashed, shared})
  const isShared = 'get_bit((SELECT CAST(bits AS BIT) FROM "all"), CAST(row AS INTEGER)) = 1'
  const firsts = await query(
    `SELECT ${numbered('first')} FROM (SELECT min(row) AS first FROM input WHERE ${isShared} GROUP BY ${key})`,
    {input: table, all},
  )
  return query('SELECT CAST(xor(CAST(a.bits AS BIT), CAST(f.bits AS BIT)) AS BLOB) AS bits FROM "all" a, firsts f', {all, firsts})
}

/** SQL that is true where a row repeats an earlier one: reads the table of `repeatedRows` as `repeated`. */
export const isRepeated = 'get_bit((SELECT CAST(bits AS BIT) FROM repeated), CAST(row AS INTEGER)) = 1'
