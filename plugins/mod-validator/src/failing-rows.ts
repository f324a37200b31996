import type {DataSession, Dataset} from 'datapy/mod'
import type {Check, Test} from './check.js'
import type {Params} from './params.js'

/** A table whose rows have numbers, from 0, in the column `row`, which is SQL. */
export interface Numbered {
  readonly table: Dataset
  readonly row: string
  readonly rows: number
}

/** SQL that is true where a row fails a check, and the tables that it reads. */
export interface FailingRows {
  readonly fails: string
  readonly inputs: Readonly<Record<string, Dataset>>
}

type SetTest = Exclude<Test, {readonly kind: 'row'}>

/**
 * What fails each check. Rows that are wrong because of others are looked for first, over their own column alone, and kept
 * as a bit for each row: a join would lose the order of the rows.
 */
export async function failingRows(
  checks: readonly Check[],
  numbered: Numbered,
  references: Params['references'],
  session: DataSession,
): Promise<readonly FailingRows[]> {
  const found: FailingRows[] = []
  for (const {test} of checks) {
    if (test.kind === 'row') {
      found.push({fails: test.fails, inputs: {}})
      continue
    }
    const bits = numbered.rows === 0 ? undefined : await bitsOf(test, numbered, references, session)
    const name = `bits${String(found.length)}`
    found.push(
      bits === undefined
        ? {fails: 'false', inputs: {}}
        : {
            fails: `(get_bit((SELECT CAST(bits AS BIT) FROM ${name}), CAST(${numbered.row} AS INTEGER)) = 1)`,
            inputs: {[name]: bits},
          },
    )
  }
  return found
}

/** A table of one row whose column `bits` has, as a blob, a 1 for the number of each row that fails; nothing where none does. */
async function bitsOf(
  test: SetTest,
  {table, row, rows}: Numbered,
  references: Params['references'],
  session: DataSession,
): Promise<Dataset | undefined> {
  const keyed = `(SELECT ${test.value} AS value, ${row} AS row FROM input)`
  // A bit for every row, since each is asked for; a blob holds whole bytes.
  const last = Math.ceil(rows / 8) * 8 - 1
  const select = `SELECT CAST(bitstring_agg(i.row, 0, ${String(last)}) AS BLOB) AS bits`
  const held = async (query: string, inputs: Readonly<Record<string, Dataset>>) =>
    await (await session.sql(query, {input: table, ...inputs})).materialise()
  const some = async (bits: Dataset) => {
    const [found] = await (await bits.sql('SELECT bits IS NOT NULL AS found FROM input')).rows()
    return found?.['found'] === true ? bits : undefined
  }

  if (test.kind === 'references') {
    const reference = new Map(Object.entries(references)).get(test.table)
    if (reference === undefined) throw new Error(`there is no table ${test.table}`)
    const known = `(SELECT ${session.identifier(test.column)} AS value FROM reference)`
    const missing = `${keyed} i ANTI JOIN ${known} r ON i.value = r.value WHERE i.value IS NOT NULL`
    return await some(await held(`${select} FROM ${missing}`, {reference}))
  }
  // A hash takes little memory; only rows that share one are compared in full.
  const hashes = await held(`SELECT hash(value) AS hash FROM ${keyed} WHERE value IS NOT NULL GROUP BY 1 HAVING count(*) > 1`, {})
  if ((await hashes.count()) === 0) return undefined
  const shared = `${keyed} WHERE value IS NOT NULL AND hash(value) IN (SELECT hash FROM hashes)`
  const firsts = await held(`SELECT value, min(row) AS first FROM ${shared} GROUP BY 1 HAVING count(*) > 1`, {hashes})
  if ((await firsts.count()) === 0) return undefined
  return await some(await held(`${select} FROM ${keyed} i JOIN firsts f ON i.value = f.value AND i.row > f.first`, {firsts}))
}
