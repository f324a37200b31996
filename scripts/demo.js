// npm run demo: sets up what is missing, runs the daily job of the sample project, and shows what it read and wrote.
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {root} from './root.js'
import {runNode} from './run-command.js'
import {say} from './say.js'
import {setUp} from './set-up.js'

const project = 'projects/customer-analytics'
const job = `${project}/jobs/daily-etl/daily_customer_etl.yaml`

/** What is shown of each file: so many rows, and the columns that fit on a terminal. */
const shown = [
  {
    file: 'data/customers.csv',
    rows: 5,
    columns: ['customer_id', 'first_name', 'email', 'birth_date', 'city', 'country', 'segment'],
  },
  {
    file: 'out/customers_clean.csv',
    rows: 5,
    columns: ['customer_id', 'first_name', 'email', 'birth_date', 'city', 'country', 'segment'],
  },
  {file: 'out/customers_rejected.csv', rows: 3, columns: ['customer_id', 'reject_column', 'reject_value', 'reject_reason']},
  {file: 'out/customers_unreadable.csv', rows: 3, columns: ['line', 'code', 'reason']},
]

try {
  await setUp()
  print(`$ npx datapy run-job ${job}`)
  process.exitCode = await runNode(['bin/run.js', 'run-job', job])
  if (process.exitCode === 0) for (const one of shown) await show(one)
} catch (error) {
  say(String(error))
  process.exitCode = 1
}

/** @param {{file: string, rows: number, columns: string[]}} what */
async function show({file, rows, columns}) {
  const {parse} = await import('csv-parse/sync')
  const {renderTable} = await import('../dist/cli/render/table.js')
  const text = readFileSync(join(root, project, file), 'utf8')
  /** @type {Record<string, string>[]} */
  const records = parse(text, {columns: true, relax_column_count: true})
  const cells = records.slice(0, rows).map((record) => columns.map((name) => record[name] ?? ''))
  print(`\n${project}/${file}: ${String(cells.length)} of ${String(records.length)} rows`)
  print(
    renderTable(
      columns.map((name) => ({name})),
      cells,
      {terminal: true, width: process.stdout.columns ?? 130},
    ),
  )
}

/** @param {string} text */
function print(text) {
  process.stdout.write(`${text}\n`)
}
