import {createWriteStream} from 'node:fs'
import {once} from 'node:events'
import {finished} from 'node:stream/promises'

const header = 'order_id,customer_id,email,order_date,city,product,quantity,unit_price,currency,status,comment\n'
const cities = ['Berlin', 'São Paulo', ' Kraków', 'Cork ', 'Hà Nội', '東京', '', 'Lagos', 'Den Haag', 'İzmir', 'Pune', 'Malmö']
const products = ['Kettle 1.7 l', 'Lamp', ' Desk', 'Chair', 'Bücherregal', 'Mug ']
const currencies = ['EUR', 'eur', 'USD', 'usd ', 'GBP']
const statuses = ['paid', 'open', 'returned', '']
const comments = [
  '',
  '',
  '',
  'gift',
  '"fragile, this side up"',
  '"said ""later"""',
  'deliver to the neighbour on the second floor',
]

/**
 * Writes a CSV of orders, at least so many bytes, the same for the same size: 2 % repeated orders, 1 in 500 rows empty,
 * blanks around values, missing ones, quoted ones.
 *
 * @param {string} file
 * @param {number} bytes
 * @returns {Promise<{rows: number, bytes: number}>}
 */
export async function writeOrders(file, bytes) {
  const out = createWriteStream(file)
  const random = randomFrom(20260131)
  out.write(header)
  let rows = 0
  let written = Buffer.byteLength(header)
  while (written < bytes) {
    let text = ''
    for (let index = 0; index < 1000; index++) text += rowAt(rows++, random)
    written += Buffer.byteLength(text)
    if (!out.write(text)) await once(out, 'drain')
  }
  out.end()
  await finished(out)
  return {rows, bytes: written}
}

/**
 * @param {number} index
 * @param {(below: number) => number} random
 */
function rowAt(index, random) {
  if (index % 500 === 250) return ',,,,,,,,,,\n'
  const order = index % 50 === 49 ? random(index) : index
  const customer = random(200_000)
  const day = String(1 + random(28)).padStart(2, '0')
  const month = String(1 + random(12)).padStart(2, '0')
  const price = `${String(random(900))}.${String(10 + random(90))}`
  const quantity = random(40) === 0 ? '' : String(1 + random(12))
  return `${id(order)},${id(customer)}, Customer.${String(customer)}@Example.org,2024-${month}-${day},${pick(cities, random)},${pick(products, random)},${quantity},${price},${pick(currencies, random)},${pick(statuses, random)},${pick(comments, random)}\n`
}

/** @param {number} value */
function id(value) {
  return String(value).padStart(9, '0')
}

/**
 * @param {readonly string[]} values
 * @param {(below: number) => number} random
 */
function pick(values, random) {
  return values[random(values.length)] ?? ''
}

/**
 * Whole numbers below a bound, the same for the same seed.
 *
 * @param {number} seed
 */
function randomFrom(seed) {
  let state = seed
  return (/** @type {number} */ below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
