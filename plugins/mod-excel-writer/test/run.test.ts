import {expect} from 'chai'
import {testMod, type ModTester, type Row} from 'datapy/testing'
import {readdir, readFile, stat, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import readWorkbook, {readSheet} from 'read-excel-file/node'

describe('excel_writer', () => {
  let mod: ModTester
  beforeEach(async () => {
    mod = await testMod(new URL('..', import.meta.url))
  })
  afterEach(() => mod.close())
  const file = (name = 'out.xlsx') => join(mod.folder, name)
  const read = (name?: string) => readSheet(file(name), {trim: false})
  const messageOf = async (params: Readonly<Record<string, unknown>>) => {
    const {errors, exit_code: code} = await mod.run({file_path: 'out.xlsx', ...params})
    return [errors[0]?.message ?? '', code] as const
  }

  it('writes a table with its types, names first', async () => {
    const columns = [
      {name: 'id', type: 'VARCHAR'},
      {name: 'n', type: 'BIGINT'},
      {name: 'price', type: 'DECIMAL(10,2)'},
      {name: 'ok', type: 'BOOLEAN'},
      {name: 'day', type: 'DATE'},
      {name: 'at', type: 'TIMESTAMP'},
      {name: 'none', type: 'VARCHAR'},
    ]
    const row = {id: '007', n: 5, price: 1.1, ok: true, day: '2024-02-29', at: '2024-02-29T12:30:15', none: null}
    const result = await mod.run({data: await mod.table([row], columns), file_path: 'a/out.xlsx', sheet: 'Überblick'})
    expect(result.errors).to.deep.equal([])
    expect(result.artifacts).to.deep.equal({output_file: file('a/out.xlsx')})
    const {size} = await stat(file('a/out.xlsx'))
    expect(result.metrics).to.deep.equal({rows_written: 1, columns_written: 7, file_size_bytes: size})
    const [sheet] = await readWorkbook(file('a/out.xlsx'))
    expect(sheet?.sheet).to.equal('Überblick')
    expect(sheet?.data[0]).to.deep.equal(['id', 'n', 'price', 'ok', 'day', 'at', 'none'])
    const cells = (sheet?.data[1] ?? []).map((cell) => (cell instanceof Date ? Math.round(cell.getTime() / 1000) * 1000 : cell))
    expect(cells).to.deep.equal(['007', 5, 1.1, true, Date.UTC(2024, 1, 29), Date.UTC(2024, 1, 29, 12, 30, 15), null])
  })

  it('keeps every digit of what is longer than a number of Excel', async () => {
    await mod.run({data: [{n: 2n ** 70n, d: '12345678901234567890.12'}], file_path: 'out.xlsx'})
    expect((await read())[1]).to.deep.equal([String(2n ** 70n), '12345678901234567890.12'])
  })

  it('writes text as text, whatever it looks like, and all of its characters', async () => {
    const texts = ['=1+1', '-5', ' x ', 'two\nlines', '<a & "b">', '_x0041_', 'bell \u0007', 'é😀', '12']
    const result = await mod.run({data: texts.map((t) => ({t})), file_path: 'out.xlsx', header: false})
    expect(result.errors).to.deep.equal([])
    expect((await read()).flat()).to.deep.equal(texts)
  })

  it('writes days that Excel does not have, and times that are too fine for it, as text', async () => {
    const columns = [
      {name: 'day', type: 'DATE'},
      {name: 'at', type: 'TIMESTAMP'},
    ]
    const data = await mod.table([{day: '1812-09-07', at: '2024-01-01T00:00:00.123456'}], columns)
    await mod.run({data, file_path: 'out.xlsx'})
    expect((await read())[1]).to.deep.equal(['1812-09-07', '2024-01-01T00:00:00.123456'])
  })

  it('writes lists and structs as JSON', async () => {
    await mod.run({data: [{l: [1, 2], s: {a: 'x'}}], file_path: 'out.xlsx'})
    expect((await read())[1]).to.deep.equal(['[1,2]', '{"a":"x"}'])
  })

  it('tells what a sheet cannot hold, with its place, and leaves the file alone', async () => {
    await writeFile(file(), 'old')
    const long: Row[] = [{t: 'x'}, {t: 'x'.repeat(32_768)}]
    expect(await messageOf({data: long})).to.satisfy(
      ([message, code]: [string, number]) => /^row 2, column "t": a text of 32768/.test(message) && code === 30,
    )
    expect((await messageOf({data: [{t: Infinity}]}))[0]).to.contain('Infinity is no number that Excel has')
    expect(await readFile(file(), 'utf8')).to.equal('old')
    expect((await readdir(mod.folder)).filter((name) => name.includes('xlsx'))).to.deep.equal(['out.xlsx'])
  })

  it('refuses more rows than a sheet has', async () => {
    async function* many() {
      for (let n = 0; n < 1_048_576; n += 4096) yield await Promise.resolve(Array.from({length: 4096}, () => ({a: 1})))
    }
    expect((await messageOf({data: many()}))[0]).to.contain('has 1048576 rows')
  })

  it('refuses names that a sheet cannot have', async () => {
    for (const sheet of ['a/b', '[x]', "'x"]) expect((await messageOf({data: [{a: 1}], sheet}))[1], sheet).to.equal(20)
    expect((await messageOf({data: [{a: 1}], sheet: 'x'.repeat(32)}))[1]).to.equal(20)
  })

  it('does with a file of that name what if_exists says', async () => {
    await writeFile(file(), 'old')
    const refused = await mod.run({data: [{a: 1}], file_path: 'out.xlsx', if_exists: 'error'})
    expect(refused.errors[0]).to.include({code: 'output_exists'})
    await mod.run({data: [{a: 1}], file_path: 'out.xlsx', if_exists: 'backup'})
    const backup = (await readdir(mod.folder)).find((name) => name.endsWith('.bak')) ?? ''
    expect(await readFile(file(backup), 'utf8')).to.equal('old')
    expect(await read()).to.deep.equal([['a'], [1]])
  })
})
