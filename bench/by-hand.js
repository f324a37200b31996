// The work of orders-job.yaml as somebody who knows DuckDB would write it, in one script: node bench/by-hand.js IN OUT
import {DuckDBInstance} from '@duckdb/node-api'

const [input = '', output = ''] = process.argv.slice(2)
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

const typed = columns.map((name) => `${name}: '${types[/** @type {keyof typeof types} */ (name)] ?? 'VARCHAR'}'`).join(', ')
const text = (/** @type {string} */ name) => `nullif(trim(${name}), '')`
const connection = await (await DuckDBInstance.create(':memory:', {temp_directory: `${output}.tmp`})).connect()

await connection.run(`
  CREATE TEMP TABLE cleaned AS
  SELECT ${text('order_id')} AS order_id, ${text('customer_id')} AS customer_id, lower(${text('email')}) AS email, order_date,
    coalesce(${text('city')}, 'unknown') AS city, ${text('product')} AS product, coalesce(quantity, 1) AS quantity, unit_price,
    upper(${text('currency')}) AS currency, ${text('status')} AS status, ${text('comment')} AS comment
  FROM read_csv('${input}', header = true, delim = ',', quote = '"', escape = '"', auto_detect = false, columns = {${typed}})
  WHERE order_id IS NOT NULL`)
await connection.run(`
  COPY (
    SELECT * EXCLUDE (first, position) FROM (
      SELECT *, rowid AS position, min(rowid) OVER (PARTITION BY order_id) AS first FROM cleaned
    ) WHERE position = first ORDER BY position
  ) TO '${output}' (HEADER, DELIMITER ',')`)
const counted = await connection.runAndReadAll(`SELECT count(*)::INTEGER, count(DISTINCT order_id)::INTEGER FROM cleaned`)
process.stdout.write(`${JSON.stringify(counted.getRows()[0])}\n`)
