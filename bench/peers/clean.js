// The work of jobs/clean.yaml with csv-parse and csv-stringify alone: node clean.js IN OUT [--arrays]
// Rows are objects, as most would write it; --arrays takes them by position, which is faster and reads worse.
import {createReadStream, createWriteStream} from 'node:fs'
import {pipeline} from 'node:stream/promises'
import {parse} from 'csv-parse'
import {stringify} from 'csv-stringify'

/** @typedef {Record<string | number, string | null>} OrderRow */

const [input = '', output = '', form] = process.argv.slice(2)
const names = 'order_id,customer_id,email,order_date,city,product,quantity,unit_price,currency,status,comment'.split(',')
const isByPosition = form === '--arrays'
const at = (/** @type {string} */ name) => (isByPosition ? names.indexOf(name) : name)
const [date, city, quantity, price] = [at('order_date'), at('city'), at('quantity'), at('unit_price')]

await pipeline(
  createReadStream(input),
  isByPosition ? parse({from_line: 2}) : parse({columns: true}),
  cleaned,
  stringify({header: true, columns: names}),
  createWriteStream(output),
)

/** @param {AsyncIterable<OrderRow>} rows */
async function* cleaned(rows) {
  for await (const row of rows) {
    let isEmpty = true
    for (const name in row) {
      const text = row[name]?.trim() ?? ''
      row[name] = text === '' ? null : text
      isEmpty &&= text === ''
    }
    if (isEmpty) continue
    row[date] = dateOf(row[date])
    row[quantity] = String(integerOf(row[quantity]) ?? 1)
    row[price] = priceOf(row[price])
    row[city] ??= 'unknown'
    yield row
  }
}

/** @param {string | null | undefined} text */
function dateOf(text) {
  if (text === null || text === undefined) return null
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(Date.parse(text))) throw new Error(`${text} is no date`)
  return text
}

/** @param {string | null | undefined} text */
function integerOf(text) {
  if (text === null || text === undefined) return undefined
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Error(`${text} is no integer`)
  return value
}

/** @param {string | null | undefined} text */
function priceOf(text) {
  if (text === null || text === undefined) return null
  const value = Number(text)
  if (Number.isNaN(value)) throw new Error(`${text} is no number`)
  return value.toFixed(2)
}
