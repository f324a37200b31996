import {existsSync, readFileSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {parse} from 'csv-parse/sync'
import {useEngine} from '../use-engine.js'

const packageFolder = (name: string) => join(import.meta.dirname, '../../../node_modules', name)

/** The cells as csv-parse reads them, blank lines left out. */
function parsed(path: string): string[][] {
  return parse(readFileSync(path), {bom: true, relax_column_count: true, skip_empty_lines: true})
}

describe('readCsv on files that nobody here wrote', () => {
  const use = useEngine()
  const textOf = async (path: string) => {
    const {data} = await use.data.readCsv(path, {infer_types: false, null_values: []})
    return [data.columns.map(({name}) => name), ...(await data.rows()).map((row) => data.columns.map(({name}) => row[name]))]
  }

  const spectrum = join(packageFolder('csv-spectrum'), 'csvs')
  for (const name of readdirSync(spectrum)) {
    if (name === 'location_coordinates.csv') continue // its JSON is of another file: below
    it(`reads ${name} of csv-spectrum as it is meant`, async () => {
      const {data} = await use.data.readCsv(join(spectrum, name), {infer_types: false, null_values: []})
      const meant: unknown = JSON.parse(readFileSync(join(spectrum, '..', 'json', name.replace('.csv', '.json')), 'utf8'))
      expect(await data.rows()).to.deep.equal(meant)
    })
  }

  it('reads location_coordinates.csv of csv-spectrum, whose unquoted fields hold quotes', async () => {
    const {data} = await use.data.readCsv(join(spectrum, 'location_coordinates.csv'), {infer_types: false})
    expect((await data.rows()).map((row) => row['Location Coordinates'])).to.deep.equal([
      '37\u{FFFD}36\'37.8"N 121\u{FFFD}2\'17.9"W',
    ])
  })

  const vega = join(packageFolder('vega-datasets'), 'data')
  for (const name of readdirSync(vega).filter(
    (file) => file.endsWith('.csv') && readFileSync(join(vega, file)).length < 4_000_000,
  )) {
    it(`reads ${name} of vega-datasets cell for cell as csv-parse does, and writes it back`, async () => {
      const path = join(vega, name)
      const cells = parsed(path)
      expect(await textOf(path)).to.deep.equal(cells)
      const {data} = await use.data.readCsv(path)
      await use.data.writeCsv(data, use.path(name))
      await use.session.commit()
      expect(parsed(use.path(name))).to.deep.equal(cells)
    }).timeout(60_000)
  }

  const shared = '../shared/data'
  for (const name of [
    'datahub/country-codes.csv',
    'dedupe-messy/csv_example_messy_input.csv',
    'febrl-dirty-customers/dataset1.csv',
    'jaffle-shop/raw_customers.csv',
    'jaffle-shop/raw_orders.csv',
    'jaffle-shop/raw_payments.csv',
    'kylo-userdata/userdata1.csv',
    'miller/line-term-crlf.csv',
    'miller/line-term-lf.csv',
    'nycflights13/planes.csv',
    'duckdb-csv/data/csv/auto/issue_811.csv',
    'duckdb-csv/data/csv/auto/test_fallback.csv',
    'duckdb-csv/data/csv/error/quotednewlines.csv',
  ]) {
    it(`reads ${name} of the shared data cell for cell as csv-parse does, and writes it back`, async function () {
      const path = join(shared, name)
      if (!existsSync(path)) {
        this.skip() // ../shared/data is not there
      }
      const cells = parsed(path)
      expect(await textOf(path)).to.deep.equal(cells)
      const {data} = await use.data.readCsv(path)
      await use.data.writeCsv(data, use.path('out.csv'))
      await use.session.commit()
      expect(parsed(use.path('out.csv'))).to.deep.equal(cells)
    })
  }

  it('reads \\N as null in a file without a header', async function () {
    const path = join(shared, 'nycflights13/airports.dat')
    if (!existsSync(path)) {
      this.skip() // ../shared/data is not there
    }
    const {data} = await use.data.readCsv(path, {header: false, null_values: ['\\N'], escape: '\\'})
    const nulls = await data.sql(`SELECT count(*) AS n FROM input WHERE column_6 IS NULL`)
    expect(Number((await nulls.rows())[0]?.['n'])).to.be.greaterThan(0)
    expect(data.columns).to.have.length(12)
  })

  it('tells of each bad row of a file made to be bad', async function () {
    const path = join(shared, 'duckdb-csv/data/csv/rejects/frankstein/nightmare.csv')
    if (!existsSync(path)) {
      this.skip() // ../shared/data is not there
    }
    const {rejected, rows_read: rows, data} = await use.data.readCsv(path, {header: false, on_bad_row: 'collect'})
    const rejects = await rejected.rows()
    expect(rejects.length).to.be.greaterThan(0)
    expect(rows).to.equal(rejects.length + (await data.count()))
    const lines = readFileSync(path, 'latin1').split('\n')
    for (const {line, raw} of rejects) expect(String(raw).slice(0, 4)).to.equal(lines[Number(line) - 1]?.slice(0, 4))
  })
})
