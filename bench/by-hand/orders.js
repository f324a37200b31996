import {DuckDBInstance} from '@duckdb/node-api'

const columns = [
  'order_id',
  'customer_id',
  'email',
  'order_date',
  'city',
  'product',
  'quantity',
  'unit_price',
  'currency',
  'status',
  'comment',
]
const types = {order_date: 'DATE', quantity: 'BIGINT', unit_price: 'DECIMAL(10,2)'}

/**
 * The orders, read with nothing left to guess: columns, types and dialect are given, so values are cast as they are read.
 *
 * @param {string} file
 */
export function orders(file) {
  const typed = columns.map((name) => `${name}: '${types[/** @type {keyof typeof types} */ (name)] ?? 'VARCHAR'}'`).join(', ')
  return `read_csv('${file}', header = true, delim = ',', quote = '"', escape = '"', auto_detect = false, columns = {${typed}})`
}

/**
 * The orders, trimmed, without empty rows, and with what is missing filled in.
 *
 * @param {string} file
 */
export function cleanOrders(file) {
  const text = (/** @type {string} */ name) => `nullif(trim(${name}), '')`
  return `
    SELECT ${text('order_id')} AS order_id, ${text('customer_id')} AS customer_id, ${text('email')} AS email, order_date,
      coalesce(${text('city')}, 'unknown') AS city, ${text('product')} AS product, coalesce(quantity, 1) AS quantity, unit_price,
      ${text('currency')} AS currency, ${text('status')} AS status, ${text('comment')} AS comment
    FROM ${orders(file)}
    WHERE ${columns.map((name) => `${name} IS NOT NULL`).join(' OR ')}`
}

/**
 * The engine as it comes, with all of the memory that it takes by itself.
 *
 * @param {string} output
 */
export async function connect(output) {
  const instance = await DuckDBInstance.create(':memory:', {temp_directory: `${output}.tmp`})
  return await instance.connect()
}
