import {readFile} from 'node:fs/promises'
import {gunzipSync} from 'node:zlib'
import {expect} from 'chai'
import fc from 'fast-check'
import type {CsvWriteOptions} from '../../../src/model/table-files.js'
import {EngineForTests} from '../use-engine.js'

/** Files that are packed are written row by row, others by the engine wherever it can. */
describe('the two writers of CSV', function () {
  this.timeout(60_000)
  const use = new EngineForTests()
  before(async () => {
    await use.start()
  })
  after(async () => {
    await use.stop()
  })

  const text = fc.oneof(
    fc.constantFrom(
      '',
      ' ',
      '#',
      '#a',
      'a#',
      '"',
      'a"b',
      ',',
      ';',
      '\n',
      '\r',
      '\r\n',
      '\t',
      "'",
      '=1',
      '+1',
      '@x',
      '-',
      'NULL',
      '日本',
      '\\',
    ),
    fc.string({unit: 'grapheme', maxLength: 6}).filter((value) => !/[\0\u{FEFF}]/u.test(value)),
  )
  const written = fc.record({
    rows: fc.array(
      fc.record({a: fc.option(text), 'b "c"': fc.option(text), '#d': fc.option(fc.integer()), 'e,': fc.option(fc.double())}),
      {minLength: 1, maxLength: 8},
    ),
    options: fc.record<CsvWriteOptions>({
      delimiter: fc.constantFrom(',', ';', '\t', '|'),
      quote_style: fc.constantFrom('needed', 'all'),
      null_value: fc.constantFrom('', '', 'NULL', 'NA'),
      escape_formulas: fc.boolean(),
    }),
  })

  it('write the same bytes', async () => {
    await fc.assert(
      fc.asyncProperty(written, async ({rows, options}) => {
        const columns = [
          {name: 'a', type: 'VARCHAR'},
          {name: 'b "c"', type: 'VARCHAR'},
          {name: '#d', type: 'BIGINT'},
          {name: 'e,', type: 'DOUBLE'},
        ]
        const table = await use.data.fromRows(rows, {columns})
        await use.data.writeCsv(table, use.path('plain.csv'), options)
        await use.data.writeCsv(table, use.path('packed.csv.gz'), options)
        await use.session.commit()
        const [plain, packed] = [await readFile(use.path('plain.csv')), await readFile(use.path('packed.csv.gz'))]
        expect(plain.toString()).to.equal(gunzipSync(packed).toString())
      }),
      {numRuns: 300},
    )
  })
})
