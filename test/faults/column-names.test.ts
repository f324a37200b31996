import {expect} from 'chai'
import {testMod, type ModTester} from 'datapy/testing'
import {cell, share} from './cell.js'

const long = 'n'.repeat(10_000)
const names = [
  '"; DROP TABLE x; --',
  `'); COPY (SELECT 1) TO '/tmp/x'; --`,
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'toString',
  '${env:HOME}',
  'a"b""c',
  "it's",
  'a,b;c|d',
  'line\nbreak',
  'tab\tand\rreturn',
  '\u{1B}[31mred\u{7}',
  '\u{202E}right to left',
  '=cmd|calc!A1',
  '日本語 ',
  '😀',
  'select',
  'c0',
  'input',
  ' ',
  '\\',
  '{"a":1}',
  '../../x',
  '<script>alert(1)</script>',
  long,
]

/** How each mod is run on a table of the columns `name` and `n`; `quoted` is the name as SQL has it. */
const runs: Readonly<Record<string, (name: string, quoted: string) => object>> = {
  filter: (_, quoted) => ({where: `${quoted} = 'v'`}),
  select: (name) => ({columns: [name, 'n'], cast: {[name]: 'text'}}),
  sort: (name) => ({by: [name]}),
  aggregate: (name) => ({group_by: [name], aggregates: {n: {function: 'max', column: 'n'}}}),
  data_cleaner: (name) => ({trim: [name], case: {[name]: 'lower'}, fill_missing: {[name]: 'x'}, drop_duplicates: [name]}),
  sql: (_, quoted) => ({query: `SELECT ${quoted}, n FROM data`}),
  validator: (name) => ({rules: {[name]: {required: true, unique: true}}}),
}

describe('Hostile input: data', () => {
  cell('names of columns that are SQL, code, controls or 10,000 characters', async (tally) => {
    for (const writer of ['csv', 'json', 'parquet', 'excel']) {
      const [write, read] = [await testMod(`plugins/mod-${writer}-writer`), await testMod(`plugins/mod-${writer}-reader`)]
      for (const name of names.filter((_, at) => at % share(6, 1) === 0)) {
        await tally.try(`${writer}: ${JSON.stringify(name.slice(0, 40))}`, async () => {
          await writtenAndRead(write, read, name, writer)
        })
      }
      await write.close()
      await read.close()
    }
  })

  cell('the same names through every mod between', async (tally) => {
    for (const [type, paramsOf] of Object.entries(runs)) {
      const mod = await testMod(`plugins/mod-${type.replaceAll('_', '-')}`)
      // What looks like a reference in a parameter is one.
      for (const name of names.filter((one, at) => at % share(9, 1) === 0 && !one.startsWith('${'))) {
        await tally.try(`${type}: ${JSON.stringify(name.slice(0, 40))}`, async () => {
          const rows = [
            Object.fromEntries([
              [name, 'v'],
              ['n', 1],
            ] as const),
          ]
          const params = paramsOf(name, `"${name.replaceAll('"', '""')}"`)
          const result = await mod.run({...(type === 'sql' ? {inputs: {data: rows}} : {data: rows}), ...params})
          expect(result.errors).to.deep.equal([])
          expect((await mod.rows(result)).map((row) => Object.entries(row))).to.deep.equal([
            [
              [name, 'v'],
              ['n', 1],
            ],
          ])
        })
      }
      await mod.close()
    }
  })
})

async function writtenAndRead(write: ModTester, read: ModTester, name: string, format: string): Promise<void> {
  const file = `${write.folder}/out.${format === 'excel' ? 'xlsx' : format}`
  const rows = [
    Object.fromEntries([
      [name, 'v'],
      ['n', 1],
    ]),
  ]
  const written = await write.run({data: rows, file_path: file})
  expect(written.errors).to.deep.equal([])
  const back = await read.run({file_path: file})
  expect(back.errors).to.deep.equal([])
  const [row] = await read.rows(back)
  // Excel's reader trims names, and its writer has no way for some control characters.
  expect(Object.keys(row ?? {})).to.deep.equal([format === 'excel' ? name.trim() || 'column_1' : name, 'n'])
  expect(Object.values(row ?? {})).to.deep.equal(['v', 1])
}
