// npm run test:faults [-- FILE …] [--write]: tries the whole matrix of faults, or what stands in some of its files, and
// prints a table of what each came to. --write puts it into docs/reliability.md.
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {faultTable, readLedger, withTables} from './fault-table.js'
import {root} from './root.js'
import {runNode} from './run-command.js'
import {say} from './say.js'

const page = join(root, 'docs/reliability.md')
const given = process.argv.slice(2)
const files = given.filter((one) => one !== '--write')
const folder = mkdtempSync(join(tmpdir(), 'datapy-faults-'))
const ledger = join(folder, 'ledger.jsonl')
try {
  const env = {...process.env, DATAPY_FAULTS: 'whole', DATAPY_FAULT_LEDGER: ledger}
  process.exitCode = await runNode(['scripts/test.js', ...(files.length === 0 ? ['test/faults'] : files)], {env})
  const lines = readLedger(ledger)
  process.stdout.write(`\n${faultTable(lines)}\n`)
  if (given.includes('--write')) {
    writeFileSync(page, withTables(readFileSync(page, 'utf8'), lines))
    say('wrote docs/reliability.md')
  }
} catch (error) {
  say(String(error))
  process.exitCode = 1
} finally {
  rmSync(folder, {recursive: true, force: true})
}
