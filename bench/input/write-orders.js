import {randomFrom} from './random-from.js'
import {writeRows} from './write-rows.js'

const header = 'order_id,customer_id,email,order_date,city,product,quantity,unit_price,currency,status,comment\n'
/** Together with the statuses, missing ones among them, they make 100 groups. */
const cities = [
  ...['Berlin', 'São Paulo', ' Kraków', 'Cork ', 'Hà Nội', '東京', '', 'Lagos', 'Den Haag', 'İzmir', 'Pune', 'Malmö', 'Lyon'],
  ...['Quito', 'Oslo', 'Accra', 'Cusco', 'Győr', 'Hobart', 'Nantes', 'Osaka', 'Perth', 'Riga', 'Tromsø', 'Évora'],
]
const statuses = ['paid', 'open', 'returned', '']
const products = ['Kettle 1.7 l', 'Lamp', ' Desk', 'Chair', 'Bücherregal', 'Mug ']
const currencies = ['EUR', 'eur', 'USD', 'usd ', 'GBP']
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
 * Writes a CSV of orders, the same for the same amount: 2 % repeated orders, 1 in 500 rows empty, blanks around values,
 * missing ones, quoted ones.
 *
 * @param {string} file
 * @param {import('./write-rows.js').Amount} amount
 */
export function writeOrders(file, amount) {
  const random = randomFrom(20260131)
  return writeRows(file, amount, header, (index) => orderAt(index, random))
}

/**
 * @param {number} index
 * @param {(below: number) => number} random
 */
function orderAt(index, random) {
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
