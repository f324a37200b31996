import {readFile} from 'node:fs/promises'
import {expect} from 'chai'
import fc from 'fast-check'
import type {CsvReadOptions, CsvWriteOptions} from '../../../src/model/table-files.js'
import {cellsOf, useEngine} from '../use-engine.js'

/** Texts that look like something else, and texts that break readers. */
const naughty = fc.constantFrom(
  '',
  ' ',
  '0',
  '-0',
  '00',
  '1',
  '-1',
  '01',
  '+1',
  '1.0',
  '1.50',
  '-0.0',
  '.5',
  '5.',
  '1e5',
  '999999999999999999',
  '1000000000000000000',
  '12345678901234567890123456789012345678.1',
  'NaN',
  'inf',
  'true',
  'false',
  'True',
  'null',
  'NULL',
  '2024-02-29',
  '2023-02-29',
  '0000-01-01',
  '2024-01-01 00:00:00',
  '2024-01-01 24:00:00',
  '2024-01-01T00:00:00',
  '2024-01-01 00:00:00.100',
  '10:00:00',
  '"',
  '""',
  ',',
  '\n',
  '\r',
  '\r\n',
  '\\',
  "'",
  '=1',
  '\u{FEFF}',
  '\u{FFFD}',
  '日本',
  '𝒳',
  '\u{2028}',
  '\t',
  'a"b',
  '"a"',
  'a,b',
  'x\ny',
  ' x',
  'x ',
)
const text = fc
  .oneof(naughty, fc.string({unit: 'grapheme', maxLength: 8}), fc.integer().map(String))
  .filter((value) => !value.includes('\0'))
const cell = fc.option(text, {freq: 6})
const name = fc.oneof(
  fc.constantFrom('a b', 'select', 'x"y', 'x,y', '__proto__', 'größe', '日本', ' ', "'", 'input', '\u{FEFF}x'),
  fc.string({unit: 'grapheme', minLength: 1, maxLength: 5}),
)
const names = fc.uniqueArray(
  name.filter((one) => !/[\0\r\n]/.test(one)),
  {minLength: 1, maxLength: 4, selector: (one) => one.toLowerCase()},
)
/** Columns are uniform as often as they are mixed, so that types are found too. */
const column = (rows: number) =>
  fc.oneof(
    fc.array(cell, {minLength: rows, maxLength: rows}),
    fc.array(fc.option(fc.bigInt({min: -(10n ** 18n), max: 10n ** 18n}).map(String)), {minLength: rows, maxLength: rows}),
    fc.array(fc.option(fc.bigInt({min: -(10n ** 20n), max: 10n ** 20n}).map((value) => `${String(value)}.25`)), {
      minLength: rows,
      maxLength: rows,
    }),
    fc.array(
      fc.option(
        fc
          .date({min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true})
          .map((day) => day.toISOString().slice(0, 10)),
      ),
      {minLength: rows, maxLength: rows},
    ),
    fc.array(fc.option(fc.boolean().map(String)), {minLength: rows, maxLength: rows}),
  )
const table = fc
  .record({names, rows: fc.integer({min: 0, max: 6})})
  .chain(({names: header, rows}) => fc.tuple(fc.constant(header), fc.tuple(...header.map(() => column(rows)))))
  .map(([header, columns]) => ({
    header,
    cells: Array.from({length: columns[0]?.length ?? 0}, (_, row) => columns.map((one) => one[row] ?? null)),
  }))

/** The table as RFC 4180 has it, every text quoted, null bare. */
function quoted(header: readonly string[], cells: readonly (readonly (string | null)[])[]): string {
  const field = (value: string | null) => (value === null ? '' : `"${value.replaceAll('"', '""')}"`)
  return [header, ...cells].map((row) => `${row.map(field).join(',')}\n`).join('')
}

describe('CSV that is read and written', () => {
  const use = useEngine()
  const textCells = async (path: string, options: CsvReadOptions = {}) =>
    await cellsOf((await use.data.readCsv(path, {...options, infer_types: false})).data)

  it('has the same cells again, whatever they hold', async () => {
    await fc.assert(
      fc.asyncProperty(table, async ({header, cells}) => {
        const path = await use.file('in.csv', quoted(header, cells))
        const {data} = await use.data.readCsv(path)
        expect(data.columns.map(({name: one}) => one)).to.deep.equal(header)
        await use.data.writeCsv(data, use.path('out.csv'))
        await use.session.commit()
        expect(await textCells(use.path('out.csv'))).to.deep.equal(cells)
        const again = await use.data.readCsv(use.path('out.csv'))
        expect(again.data.columns).to.deep.equal(data.columns)
        expect(await again.data.rows()).to.deep.equal(await data.rows())
      }),
      {numRuns: 150},
    )
  }).timeout(120_000)

  it('has the same cells in other dialects and encodings', async () => {
    const dialect = fc.record({
      delimiter: fc.constantFrom(',', ';', '|', '\t', '||', '§'),
      quote_style: fc.constantFrom('all' as const, 'needed' as const),
      null_value: fc.constantFrom('', 'NULL', '\\N'),
      line_ending: fc.constantFrom('\n' as const, '\r\n' as const),
      encoding: fc.constantFrom('utf-8', 'utf-16', 'utf-16be', 'gb18030'),
      compression: fc.constantFrom('gzip' as const, 'none' as const),
    })
    await fc.assert(
      fc.asyncProperty(table, dialect, async ({header, cells}, options: CsvWriteOptions) => {
        // A byte order mark is none in a cell of these; gb18030 has no U+FFFD of its own for iconv-lite.
        fc.pre(![...header, ...cells.flat()].some((one) => /[\u{FEFF}\u{FFFD}]/u.test(one ?? '')))
        const dataset = await use.data.fromRows(
          cells.map((row) => Object.fromEntries(row.map((value, index) => [header[index] ?? '', value]))),
          {columns: header.map((one) => ({name: one, type: 'VARCHAR'}))},
        )
        await use.data.writeCsv(dataset, use.path('out.csv'), options)
        await use.session.commit()
        const {delimiter = ',', encoding = 'utf-8', null_value: nullText = ''} = options
        expect(await textCells(use.path('out.csv'), {delimiter, encoding, null_values: [nullText]})).to.deep.equal(cells)
      }),
      {numRuns: 150},
    )
  }).timeout(120_000)

  it('is the same file, byte for byte, when it was written so', async () => {
    const file =
      'id,name,amount,when,zip,flag\n1,"Ann, ""A""",1.50,2024-01-02,00123,true\n2,,2.25,2024-01-03,1,false\n3,"",-0.75,,x,\n'
    const {data} = await use.data.readCsv(await use.file('in.csv', file))
    await use.data.writeCsv(data, use.path('out.csv'))
    await use.session.commit()
    expect(await readFile(use.path('out.csv'), 'utf8')).to.equal(file)
  })
})
