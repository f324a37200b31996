// The work of jobs/clean.yaml as somebody who knows DuckDB would write it: node by-hand/clean.js IN OUT
import {cleanOrders, connect} from './orders.js'

const [input = '', output = ''] = process.argv.slice(2)
const connection = await connect(output)

await connection.run(`COPY (${cleanOrders(input)}) TO '${output}' (HEADER, DELIMITER ',')`)
