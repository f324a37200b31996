import type {Column, Rows} from '../model/dataset.js'
import {checkColumnNames} from './column-names.js'
import {columnType} from './column-types.js'
import type {Database} from './database.js'
import {viewOf, type DuckDataset} from './duck-dataset.js'
import {GivenRowsColumn} from './given-rows-column.js'
import type {Part} from './row-spool.js'
import type {Cast} from './rows-column.js'
import {RowsIntake} from './rows-intake.js'
import {commaList, identifier} from './sql-text.js'

/**
 * A Dataset of rows, one by one or in batches, in their order and in bounded memory. Without `columns`, these are the rows'
 * keys in the order in which they first appear, each with the type that all of its values share.
 */
export async function fromRows(
  database: Database,
  rows: Rows,
  {columns}: {readonly columns?: readonly Column[]} = {},
): Promise<DuckDataset> {
  if (columns !== undefined) checkColumnNames(columns.map(({name}) => name))
  const given = columns?.map(({name, type}) => [name, new GivenRowsColumn(name, givenType(type))] as const)
  const intake = new RowsIntake(database, given)
  try {
    for await (const item of rows) {
      if (!Array.isArray(item)) {
        if (intake.add(item)) await intake.flush()
      } else for (const row of item) if (intake.add(row)) await intake.flush()
    }
    return await typed(database, intake)
  } catch (error) {
    await intake.discard()
    throw error
  }
}

async function typed(database: Database, intake: RowsIntake): Promise<DuckDataset> {
  checkColumnNames(intake.columns.map(([name]) => name))
  const parts = await intake.finish()
  const casts: Cast[] = []
  for (const [index, [, column]] of intake.columns.entries()) {
    const cell = `c${String(index)}`
    casts.push(await column.cast(database, cell, cellsOf(cell, index, parts)))
  }
  const selects = parts.map(({from, types}) => {
    const cells = intake.columns.map(([name], index) => {
      const stored = types[index]
      const cell = stored === undefined ? 'CAST(NULL AS VARCHAR)' : `c${String(index)}`
      return `${casts[index]?.(cell, stored ?? 'text') ?? cell} AS ${identifier(name)}`
    })
    return `SELECT ${commaList(cells)} FROM ${from}`
  })
  return await viewOf(database, selects.join(' UNION ALL '), {rows: intake.rows})
}

/** A column's values in all parts that have it, as something that stands after FROM. */
function cellsOf(cell: string, index: number, parts: readonly Part[]): string {
  const having = parts.filter(({types}) => index < types.length)
  if (having.length === 0) return `(SELECT CAST(NULL AS VARCHAR) AS ${cell} LIMIT 0)`
  return `(${having.map(({from}) => `SELECT ${cell} FROM ${from}`).join(' UNION ALL ')})`
}

function givenType(type: string): string {
  return /[[(]/.test(type) && !/^(decimal|numeric)/i.test(type) ? type : columnType(type)
}
