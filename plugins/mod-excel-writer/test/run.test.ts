import {expect} from 'chai'
import {testMod, type ModTester, type Row} from 'datapy/testing'
import {readdir, readFile, stat, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {inflateRawSync} from 'node:zlib'
import readWorkbook, {readSheet} from 'read-excel-file/node'

describe('excel_writer', () => {
  let mod: ModTester
  beforeEach(async () => {
    mod = await testMod(new URL('..', import.meta.url))
  })
  afterEach(() => mod.close())
  const file = (name = 'out.xlsx') => join(mod.folder, name)
  const read = (name?: string) => readSheet(file(name), {trim: false})
  /** The unpacked text of a part of the workbook, as it stands there. */
  const part = async (name: string) => {
    const bytes = await readFile(file())
    const at = bytes.indexOf(name)
    const start = at + name.length + bytes.readUInt16LE(at - 2)
    return inflateRawSync(bytes.subarray(start)).toString()
  }
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

  it('warns of what had to become text, by its column and first row', async () => {
    const columns = [
      {name: 'n', type: 'BIGINT'},
      {name: 'd', type: 'DECIMAL(38,10)'},
      {name: 'day', type: 'DATE'},
      {name: 't', type: 'VARCHAR'},
    ]
    const rows = [
      {n: 1, d: '1.10', day: '2024-02-29', t: '1'},
      {n: 2n ** 60n, d: '1234567890123456.7', day: '1812-09-07', t: '2'},
    ]
    const result = await mod.run({data: await mod.table(rows, columns), file_path: 'out.xlsx'})
    expect(result.status).to.equal('warning')
    expect(result.warnings.map(({code, message}) => [code, message])).to.deep.equal(
      ['n', 'd', 'day'].map((name) => [
        'excel_text_instead',
        `column "${name}" holds values that Excel does not have, written as text: the first in row 2`,
      ]),
    )
    expect((await read())[1]?.slice(0, 2)).to.deep.equal([1, 1.1])
    const plain = await mod.run({data: await mod.table(rows.slice(0, 1), columns), file_path: 'out.xlsx'})
    expect(plain.status).to.equal('success')
  })

  it('writes text as text, whatever it looks like, and all of its characters', async () => {
    const controls = [
      'bell \u0007',
      'two\r\nlines',
      'old\rmac',
      'cp1252 \u0080\u009F',
      'lost \uFFFD',
      'none \uFDD0\u{1FFFE}',
      '\u007F',
    ]
    const texts = ['=1+1', '-5', ' x ', 'two\nlines', '<a & "b">', '_x0041_', 'é😀', '12', ...controls]
    const result = await mod.run({data: texts.map((t) => ({t})), file_path: 'out.xlsx', header: false})
    expect(result.errors).to.deep.equal([])
    expect((await read()).flat()).to.deep.equal(texts)
    // An XML parser makes a line feed of a carriage return that is not escaped.
    expect(await part('xl/sharedStrings.xml')).to.match(/^<\?xml[^\r]*<\/sst>$/)
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

  it('writes times so that a reader that rounds down gets them to the millisecond', async () => {
    // 999 milliseconds are left out: excel_reader takes them for a whole second that was rounded down.
    const rows = Array.from({length: 998}, (_, n) => ({
      at: new Date(Date.UTC(2024, 1, 29, 1, 2, n % 60, n)).toISOString().slice(0, 23),
    }))
    const data = await mod.table(rows, [{name: 'at', type: 'TIMESTAMP'}])
    await mod.run({data, file_path: 'out.xlsx', header: false})
    const texts = (await read()).flat().map((cell) => (cell instanceof Date ? cell.toISOString().slice(0, 23) : cell))
    expect(texts).to.deep.equal(rows.map(({at}) => at))
  })

  it('writes timestamps with a zone in UTC', async () => {
    const data = await mod.table([{at: '2024-02-29T12:00:00+02:00'}], [{name: 'at', type: 'TIMESTAMP WITH TIME ZONE'}])
    await mod.run({data, file_path: 'out.xlsx', header: false})
    expect((await read()).flat()).to.deep.equal([new Date('2024-02-29T10:00:00Z')])
  })

  it('gives excel_reader back every type as it was', async () => {
    const columns = [
      {name: 'id', type: 'VARCHAR'},
      {name: 'n', type: 'BIGINT'},
      {name: 'price', type: 'DOUBLE'},
      {name: 'ok', type: 'BOOLEAN'},
      {name: 'day', type: 'DATE'},
      {name: 'at', type: 'TIMESTAMP'},
    ]
    const rows = [
      {id: '007', n: 2 ** 53 - 1, price: 0.1, ok: true, day: '2024-02-29', at: '2024-02-29T12:30:15.123'},
      {id: '=1+1', n: -5, price: 1e-7, ok: false, day: '1900-03-01', at: '9999-12-31T23:59:59'},
      {id: null, n: null, price: null, ok: null, day: null, at: '2024-03-01T00:00:00'},
    ]
    await mod.run({data: await mod.table(rows, columns), file_path: 'out.xlsx'})
    const reader = await testMod(new URL('../../mod-excel-reader', import.meta.url))
    try {
      const result = await reader.run({file_path: file()})
      expect(result.errors).to.deep.equal([])
      expect(await reader.rows(result)).to.deep.equal(rows)
      expect((result.artifacts['data'] as {columns: unknown}).columns).to.deep.equal(columns)
    } finally {
      await reader.close()
    }
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
    for (const sheet of ['a/b', '[x]', "'x", 'bell \u0007', 'History', '😀'.repeat(16)])
      expect((await messageOf({data: [{a: 1}], sheet}))[1], sheet).to.equal(20)
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
