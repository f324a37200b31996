import type {Cell, DataSession, Dataset} from 'datapy/mod'
import {keysOf, quoted, type Fault} from './keys.js'
import type {Params} from './params.js'

/** What `expect` says cannot be: a key that stands more than once in a table, with the first of them and how many there are. */
export async function repeatedKeys(
  params: Params,
  tables: {readonly left: Dataset; readonly right: Dataset},
  session: DataSession,
): Promise<readonly Fault[]> {
  const {expect} = params
  const sides: readonly ('left' | 'right')[] = [
    ...(expect === 'one_to_one' || expect === 'one_to_many' ? (['left'] as const) : []),
    ...(expect === 'one_to_one' || expect === 'many_to_one' ? (['right'] as const) : []),
  ]
  const faults: Fault[] = []
  for (const side of sides) {
    const columns = keysOf(params).map((key) => key[side])
    const found = await mostRepeated(tables[side], columns, session)
    if (found === undefined) continue
    const key = columns.map((name, index) => `${quoted(name)} = ${shown(found.key[index])}`).join(' and ')
    const more = found.keys === 1 ? '' : `; ${String(found.keys)} keys stand there more than once`
    faults.push({
      message: `expect is ${expect}, but the ${side} table has ${String(found.rows)} rows with ${key}${more}`,
      code: 'key_repeated',
    })
  }
  return faults
}

/** The key with the most rows, how many those are, and how many keys have more than one. */
async function mostRepeated(
  table: Dataset,
  columns: readonly string[],
  {identifier}: DataSession,
): Promise<{readonly key: readonly (Cell | undefined)[]; readonly rows: number; readonly keys: number} | undefined> {
  const names = columns.map((name) => identifier(name))
  const keys = names.map((name, index) => `${name} AS k${String(index)}`).join(', ')
  const known = names.map((name) => `${name} IS NOT NULL`).join(' AND ')
  const counted = `SELECT ${keys}, count(*) AS n FROM input WHERE ${known} GROUP BY ${names.map((_, index) => String(index + 1)).join(', ')} HAVING count(*) > 1`
  const query = `SELECT *, count(*) OVER () AS keys FROM (${counted}) ORDER BY n DESC, ${names.map((_, index) => `k${String(index)}`).join(', ')}`
  const [row] = await (await table.sql(query)).rows({limit: 1})
  if (row === undefined) return undefined
  return {key: columns.map((_, index) => row[`k${String(index)}`]), rows: Number(row['n']), keys: Number(row['keys'])}
}

function shown(value: Cell | undefined): string {
  return typeof value === 'string' ? quoted(value.slice(0, 100)) : String(value)
}
