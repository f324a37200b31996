import type {Database} from '../database.js'
import type {JsonColumn} from './json-column.js'

/** A value that does not fit the type its column was given. */
export interface Misfit {
  /** Row of the batch, from 0. */
  readonly row: number
  readonly column: JsonColumn
  readonly text: string
}

const columns = ['row', 'column', 'text'].map((name) => ({name, type: name === 'text' ? 'VARCHAR' : 'BIGINT'}))

/** Takes the rows that have a misfit out of a table and gives the first misfit of each, in the order of the rows. */
export async function* takeMisfits(database: Database, table: string, all: readonly JsonColumn[]): AsyncGenerator<Misfit> {
  const checks = all.flatMap((column) => (column.misfit === undefined ? [] : [{column, misfit: misfitOf(column, column.misfit)}]))
  if (checks.length === 0) return
  const ofFirst = (value: (column: JsonColumn) => string) =>
    `CASE ${checks.map(({column, misfit}) => `WHEN ${misfit} THEN ${value(column)}`).join(' ')} END`
  const [index, text] = [ofFirst((column) => String(column.index)), ofFirst((column) => `c${String(column.index)}`)]
  const anyMisfit = checks.map(({misfit}) => misfit).join(' OR ')
  const query = `SELECT rowid AS "row", ${index} AS "column", ${text} AS "text" FROM ${table} WHERE ${anyMisfit} ORDER BY rowid`
  let count = 0
  for await (const chunk of database.stream(query, columns)) {
    for (let at = 0; at < chunk.rows; at += 1) {
      const [row, number, value] = chunk.columns.map((cells) => cells[at])
      const column = all[Number(number)]
      if (column === undefined) continue
      count += 1
      yield {row: Number(row), column, text: String(value)}
    }
  }
  if (count > 0) await database.run(`DELETE FROM ${table} WHERE ${anyMisfit}`)
}

function misfitOf({index}: JsonColumn, misfit: string): string {
  return `coalesce(c${String(index)} IS NOT NULL AND ${misfit}, false)`
}
