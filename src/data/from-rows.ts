import type {Column, Row} from '../model/dataset.js'
import {checkColumnNames} from './column-names.js'
import {columnType} from './column-types.js'
import type {Database} from './database.js'
import {dataError} from './data-errors.js'
import {viewOf, type DuckDataset} from './duck-dataset.js'
import {givenColumn, RowsColumn} from './rows-column.js'
import {commaList, identifier} from './sql-text.js'
import {TextSpool} from './text-spool.js'

/**
 * A Dataset of rows, in their order and in bounded memory. Without `columns`, these are the rows' keys in the order
 * in which they first appear, each with the type that all of its values share.
 */
export async function fromRows(
  database: Database,
  rows: AsyncIterable<Row> | Iterable<Row>,
  {columns}: {readonly columns?: readonly Column[]} = {},
): Promise<DuckDataset> {
  if (columns !== undefined) checkColumnNames(columns.map(({name}) => name))
  const known = new Map((columns ?? []).map(({name, type}) => [name, givenColumn(name, columnTypeOf(type))]))
  const spool = new TextSpool(database, known.size)
  try {
    const count = await takeIn(database, rows, known, spool, columns !== undefined)
    checkColumnNames([...known.keys()])
    return await typed(database, spool, [...known], count)
  } catch (error) {
    await spool.discard()
    throw error
  }
}

async function takeIn(
  database: Database,
  rows: AsyncIterable<unknown> | Iterable<unknown>,
  known: Map<string, RowsColumn>,
  spool: TextSpool,
  isClosed: boolean,
): Promise<number> {
  let count = 0
  // Rows before the first that has a key.
  let empty = 0
  for await (const row of rows) {
    count += 1
    if (typeof row !== 'object' || row === null || Array.isArray(row))
      throw dataError('not_a_dataset', `row ${String(count)} is no object`)
    const added = Object.keys(row).filter((name) => !known.has(name))
    if (added.length > 0) {
      if (isClosed) throw unknownKey(added[0] ?? '', count)
      for (const name of added) known.set(name, new RowsColumn(name))
      checkColumnNames([...known.keys()])
      await spool.widen(known.size)
    }
    if (known.size === 0) {
      empty += 1
      continue
    }
    if (!spool.isOpen) await spool.open()
    for (; empty > 0; empty -= 1) spool.add([])
    spool.add([...known].map(([name, column]) => column.text(Object.hasOwn(row, name) ? Reflect.get(row, name) : null, count)))
    if (!spool.isFull) continue
    await spool.keep(spool.end())
    database.throwIfAborted()
  }
  return count
}

async function typed(
  database: Database,
  spool: TextSpool,
  columns: readonly (readonly [string, RowsColumn])[],
  rows: number,
): Promise<DuckDataset> {
  const source = await spool.finish()
  const casts: string[] = []
  for (const [index, [name, column]] of columns.entries()) {
    const cell = `c${String(index)}`
    await column.check(database, cell, source)
    casts.push(`${await column.cast(database, cell, source)} AS ${identifier(name)}`)
  }
  return await viewOf(database, `SELECT ${commaList(casts)} FROM ${source}`, {rows})
}

function columnTypeOf(type: string): string {
  return /[[(]/.test(type) && !/^(decimal|numeric)/i.test(type) ? type : columnType(type)
}

function unknownKey(name: string, row: number): Error {
  return dataError('row_does_not_fit', `row ${String(row)} has "${name}", which is not among the given columns`)
}
