// Writes data/customers.csv and data/orders.csv: npx tsx projects/customer-analytics/scripts/write-data.ts
import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {dirtyCustomers, dirtyOrders} from './dirty-tables.js'

const folder = join(import.meta.dirname, '../data')
await writeFile(join(folder, 'customers.csv'), dirtyCustomers().csv)
await writeFile(join(folder, 'orders.csv'), dirtyOrders().csv)
