import type {Tally} from '../model/data-session.js'
import type {Database} from './database.js'
import {literal} from './sql-text.js'

/**
 * A counter that a query moves on while it runs: a sequence of the engine's. Only CASE is certain to look at nothing but the
 * rows for which its condition holds; AND evaluates its sides in any order.
 */
export async function newTally(database: Database, fused: boolean): Promise<Tally> {
  if (fused) return {when: (condition) => `(${condition})`, count: () => Promise.resolve(undefined)}
  const name = database.newName('tally')
  await database.run(`CREATE SEQUENCE ${name}`)
  return {
    when: (condition) => `(CASE WHEN ${condition} THEN nextval(${literal(name)}) > 0 ELSE false END)`,
    count: async () =>
      Number(await database.value(`SELECT last_value FROM duckdb_sequences() WHERE sequence_name = ${literal(name)}`)),
  }
}
