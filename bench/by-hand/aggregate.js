// The work of jobs/aggregate.yaml as somebody who knows DuckDB would write it: node by-hand/aggregate.js IN OUT
import {connect, orders} from './orders.js'

const [input = '', output = ''] = process.argv.slice(2)
const connection = await connect(output)

await connection.run(`
  COPY (
    SELECT city, status, count(*) AS orders, sum(quantity) AS pieces, sum(unit_price) AS prices, avg(unit_price) AS mean_price,
      min(order_date) AS first_day, max(order_date) AS last_day
    FROM ${orders(input)}
    GROUP BY city, status
    ORDER BY city NULLS LAST, status NULLS LAST
  ) TO '${output}' (HEADER, DELIMITER ',')`)
