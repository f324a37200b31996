// npm run demo: sets up what is missing, runs the daily job of the sample project, and shows what it wrote.
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {root} from './root.js'
import {runNode} from './run-command.js'
import {say} from './say.js'
import {setUp} from './set-up.js'

const job = 'projects/customer-analytics/jobs/daily-etl/daily_customer_etl.yaml'
const outputs = ['out/customers_clean.csv', 'out/customers_rejected.csv']

try {
  await setUp()
  print(`$ npx datapy run-job ${job}`)
  process.exitCode = await runNode(['bin/run.js', 'run-job', job])
  if (process.exitCode === 0) for (const output of outputs) await show(join('projects/customer-analytics', output))
} catch (error) {
  say(String(error))
  process.exitCode = 1
}

/** @param {string} file */
async function show(file) {
  const {parse} = await import('csv-parse/sync')
  const {renderTable} = await import('../dist/cli/render/table.js')
  const text = readFileSync(join(root, file), 'utf8')
  /** @type {string[][]} */
  const [header = [], ...rows] = parse(text)
  const shown = rows.slice(0, 6)
  print(`\n${file}: the first ${String(shown.length)} of ${String(rows.length)} rows`)
  print(
    renderTable(
      header.map((name) => ({name})),
      shown,
      {terminal: true, width: process.stdout.columns ?? 130},
    ),
  )
}

/** @param {string} text */
function print(text) {
  process.stdout.write(`${text}\n`)
}
