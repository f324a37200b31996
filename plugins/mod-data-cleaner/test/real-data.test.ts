import {expect} from 'chai'
import {testMod, type ModTester, type Row} from 'datapy/testing'
import {existsSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

const shared = fileURLToPath(new URL('../../../../shared/data', import.meta.url))

/** Data that nobody here wrote; see the README beside it. Skipped where it is not. */
describe('data_cleaner on real data', function () {
  let reader: ModTester
  let cleaner: ModTester
  before(function () {
    // Without ../shared/data there is nothing to clean.
    if (!existsSync(shared)) this.skip() // ../shared/data is not there
  })
  beforeEach(async () => {
    reader = await testMod(new URL('../../mod-csv-reader', import.meta.url))
    cleaner = await testMod(new URL('..', import.meta.url))
  })
  afterEach(async () => {
    await reader.close()
    await cleaner.close()
  })
  const read = async (file: string, params: object = {}): Promise<readonly Row[]> => {
    const result = await reader.run({file_path: `${shared}/${file}`, ...params})
    expect(result.errors).to.deep.equal([])
    return reader.rows(result)
  }

  it('cleans the Febrl customers: names of columns, dates without separators, postcodes with their zeros', async () => {
    const data = await read('febrl-dirty-customers/dataset1.csv', {infer_types: false})
    const names = Object.keys(data[0] ?? {})
    const result = await cleaner.run({
      data,
      rename: Object.fromEntries(names.filter((name) => name !== name.trim()).map((name) => [name, name.trim()])),
      trim: true,
      case: {given_name: 'title', surname: 'title', state: 'upper'},
      cast: {date_of_birth: {type: 'date', format: '%Y%m%d'}, street_number: 'integer'},
      on_cast_error: 'reject',
      fill_missing: {state: 'unknown'},
      drop_duplicates: ['soc_sec_id'],
    })
    expect(result.errors).to.deep.equal([])
    const rows = await cleaner.rows(result)
    const bySocSec = new Set(data.map((row) => String(row[' soc_sec_id']).trim()))
    expect(data).to.have.length(1000)
    expect(
      Number(result.metrics['rows_out']) + Number(result.metrics['rows_rejected']) + Number(result.metrics['rows_dropped']),
    ).to.equal(1000)
    expect(rows.length).to.be.within(1, bySocSec.size)
    expect(rows[0]).to.deep.include({
      rec_id: 'rec-223-org',
      given_name: null,
      surname: 'Waller',
      street_number: 6,
      date_of_birth: '1908-12-09',
      state: 'WA',
    })
    for (const row of rows) expect(String(row['postcode'])).to.match(/^\d{4}$/)
    const rejected = await cleaner.rows(result, 'rejected')
    for (const row of rejected)
      expect(`${String(row['date_of_birth'])} ${String(row['street_number'])}`).to.contain(String(row['reject_value']))
  })

  it('finds in the messy sites just the duplicates that a comparison by hand finds', async () => {
    const data = await read('dedupe-messy/csv_example_messy_input.csv', {infer_types: false})
    const keys = ['Site name', 'Address', 'Phone']
    const tidy = (value: unknown) => (typeof value === 'string' ? value.trim().toLowerCase() || null : value)
    const seen = new Set<string>()
    const firsts = data.filter((row) => {
      const key = JSON.stringify(keys.map((name) => tidy(row[name])))
      return seen.has(key) ? false : seen.add(key)
    })
    const result = await cleaner.run({
      data,
      trim: true,
      case: Object.fromEntries(keys.map((name) => [name, 'lower'])),
      drop_duplicates: keys,
    })
    expect(result.errors).to.deep.equal([])
    const rows = await cleaner.rows(result)
    expect(rows.map(({Id}) => Id)).to.deep.equal(firsts.map(({Id}) => Id))
    expect(result.metrics).to.include({rows_in: 3337, rows_dropped_duplicate: 3337 - firsts.length})
  })
})
