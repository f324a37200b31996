import {expect} from 'chai'
import {execFile} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {rowsOf} from '../../scripts/fault-table.js'
import {root} from './pages.js'

interface Listed {
  readonly tests: readonly {readonly title: string; readonly fullTitle: string}[]
}

describe('the page of reliability', () => {
  it('has a row for each cell of the matrix, and for nothing else', async function () {
    this.timeout(120_000)
    // mocha itself says what cells there are: some are defined in a loop.
    const args = ['--import', './test/tsx.js', 'node_modules/mocha/bin/mocha.js', '--no-config', '--dry-run']
    const {stdout} = await promisify(execFile)(process.execPath, [...args, '--reporter', 'json', 'test/faults/*.test.ts'], {
      cwd: root,
      env: {...process.env, DATAPY_FAULTS: 'whole'},
      maxBuffer: 16 * 1024 * 1024,
    })
    const {tests} = JSON.parse(stdout) as Listed
    const cells = tests.map(({title, fullTitle}) => `${fullTitle.slice(0, -title.length).trim()}: ${title}`)
    const page = readFileSync(join(root, 'docs/reliability.md'), 'utf8')
    const rows = [...page.matchAll(/<!-- faults: (.*?) -->(.*?)<!-- end of faults -->/gs)].flatMap(([, part = '', table = '']) =>
      rowsOf(table).map(([fault]) => `${part}: ${fault}`),
    )
    expect(cells.length).to.be.above(50)
    expect(rows.toSorted()).to.deep.equal(cells.toSorted())
  })
})
