import {DuckDBInstance} from '@duckdb/node-api'
import {expect} from 'chai'
import {testMod, type ModTester} from 'datapy/testing'
import {readdir, readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'

describe('parquet_writer', () => {
  let mod: ModTester
  beforeEach(async () => {
    mod = await testMod(new URL('..', import.meta.url))
  })
  afterEach(() => mod.close())
  const file = (name: string) => join(mod.folder, name)
  const query = async (sql: string) => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect()
    try {
      return (await connection.runAndReadAll(sql)).getRowsJson()
    } finally {
      connection.closeSync()
    }
  }
  const rows = [
    {id: 1, name: 'Ann', ok: true, at: new Date('2024-02-29T12:00:00Z'), none: null},
    {id: 2, name: '', ok: false, at: null, none: null},
  ]

  it('writes a table with its types, null and empty text told apart', async () => {
    const result = await mod.run({data: rows, file_path: 'out/a.parquet'})
    expect(result.errors).to.deep.equal([])
    expect(result.artifacts).to.deep.equal({output_file: file('out/a.parquet')})
    expect(result.metrics).to.include({rows_written: 2, columns_written: 5})
    expect((await readFile(file('out/a.parquet'))).length).to.equal(result.metrics['file_size_bytes'])
    expect(await query(`FROM '${file('out/a.parquet')}'`)).to.deep.equal([
      ['1', 'Ann', true, '2024-02-29 12:00:00+00', null],
      ['2', '', false, null, null],
    ])
  })

  it('keeps the digits of integers beyond 64 bits', async () => {
    await mod.run({data: [{n: 123_456_789_012_345_678_901_234n}], file_path: 'big.parquet'})
    expect(await query(`SELECT n, typeof(n) FROM '${file('big.parquet')}'`)).to.deep.equal([
      ['123456789012345678901234', 'DECIMAL(38,0)'],
    ])
  })

  it('fails where an integer has more digits than any type of Parquet, and leaves no file', async () => {
    const result = await mod.run({data: [{n: 10n ** 38n}], file_path: 'huge.parquet'})
    expect(result.exit_code).to.equal(30)
    expect(await readdir(mod.folder)).to.not.contain('huge.parquet')
  })

  for (const [compression, codec] of [
    ['zstd', 'ZSTD'],
    ['snappy', 'SNAPPY'],
    ['gzip', 'GZIP'],
    ['none', 'UNCOMPRESSED'],
  ] as const) {
    it(`packs pages with ${compression}`, async () => {
      await mod.run({data: [{a: 'x'.repeat(1000)}], file_path: 'c.parquet', compression})
      expect(await query(`SELECT compression FROM parquet_metadata('${file('c.parquet')}')`)).to.deep.equal([[codec]])
    })
  }

  it('keeps the order of many rows', async () => {
    const many = Array.from({length: 300_000}, (_, n) => ({n}))
    await mod.run({data: many, file_path: 'many.parquet'})
    const found = await query(
      `SELECT count(*), bool_and(n = file_row_number) FROM read_parquet('${file('many.parquet')}', file_row_number = true)`,
    )
    expect(found).to.deep.equal([['300000', true]])
  })

  it('writes the columns of a table without rows', async () => {
    const data = await mod.table([], [{name: 'day', type: 'DATE'}])
    await mod.run({data, file_path: 'none.parquet'})
    expect(await query(`SELECT column_name, column_type FROM (DESCRIBE FROM '${file('none.parquet')}')`)).to.deep.equal([
      ['day', 'DATE'],
    ])
  })

  it('does with a file of that name what if_exists says', async () => {
    await writeFile(file('x.parquet'), 'old')
    const refused = await mod.run({data: rows, file_path: 'x.parquet', if_exists: 'error'})
    expect(refused.errors[0]).to.include({code: 'output_exists'})
    expect(await readFile(file('x.parquet'), 'utf8')).to.equal('old')
    await mod.run({data: rows, file_path: 'x.parquet', if_exists: 'backup'})
    const backup = (await readdir(mod.folder)).find((name) => name.endsWith('.bak')) ?? ''
    expect(await readFile(file(backup), 'utf8')).to.equal('old')
  })

  it('refuses a compression that there is not, before it runs', async () => {
    const result = await mod.run({data: rows, file_path: 'x.parquet', compression: 'lzma'})
    expect(result.exit_code).to.equal(20)
  })
})
