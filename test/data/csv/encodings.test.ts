import {existsSync} from 'node:fs'
import {readFile} from 'node:fs/promises'
import iconv from 'iconv-lite'
import {expect} from 'chai'
import {cellsOf, problemOf, useEngine} from '../use-engine.js'

const shared = '../shared/data'

describe('an encoding', () => {
  const use = useEngine()
  const text = 'name,n\nÄrger,1\n"Ö\nü",2\n'

  for (const name of [
    'latin-1',
    'latin1',
    'ISO-8859-1',
    'cp1252',
    'windows-1252',
    'utf-16le',
    'utf-16be',
    'utf8',
    'UTF-8',
    'utf-32le',
  ]) {
    it(`can be ${name}`, async () => {
      const path = await use.file('in.csv', iconv.encode(text, name))
      const {data} = await use.data.readCsv(path, {encoding: name})
      expect(await cellsOf(data)).to.deep.equal([
        ['Ärger', 1],
        ['Ö\nü', 2],
      ])
    })
  }

  for (const name of ['shift_jis', 'euc-jp', 'gb18030', 'big5']) {
    it(`can be ${name}`, async () => {
      const path = await use.file('in.csv', iconv.encode('a,b\n日本,x\n'.repeat(50_000), name))
      const {data} = await use.data.readCsv(path, {encoding: name, max_rows: 60_000})
      expect((await data.rows({limit: 1}))[0]).to.deep.equal({a: '日本', b: 'x'})
      expect((await (await data.sql(`SELECT DISTINCT a FROM input ORDER BY a`)).rows()).map(({a}) => a)).to.deep.equal([
        'a',
        '日本',
      ])
    })
  }

  it('of utf-16 is told by the byte order mark, and never guessed', async () => {
    for (const order of ['utf-16le', 'utf-16be']) {
      const path = await use.file('in.csv', iconv.encode(text, order, {addBOM: true}))
      expect((await use.data.readCsv(path, {encoding: 'utf-16'})).data.columns.map(({name}) => name)).to.deep.equal(['name', 'n'])
    }
    const bare = await use.file('in.csv', iconv.encode(text, 'utf-16le'))
    expect(await problemOf(use.data.readCsv(bare, {encoding: 'utf-16'}))).to.deep.include({
      code: 'csv_no_byte_order',
      hint: 'set encoding to utf-16le or utf-16be',
    })
  })

  it('that there is not is refused, with the nearest', async () => {
    const path = await use.file('in.csv', text)
    expect(await problemOf(use.data.readCsv(path, {encoding: 'utf-9'}))).to.deep.include({
      code: 'unknown_encoding',
      hint: 'did you mean "utf-8"?',
    })
  })

  for (const [name, bytes] of [
    ['ascii', Buffer.from('a\nx\n\xE9\ny\n', 'latin1')],
    ['cp1252', Buffer.from('a\nx\n\x81\ny\n', 'latin1')],
    ['shift_jis', Buffer.from('a\nx\n\xFF\ny\n', 'latin1')],
    ['utf-16le', Buffer.from('a\nx\n\u{D800}\ny\n', 'utf16le')],
  ] as const) {
    it(`of ${name} refuses by line what it does not know`, async () => {
      const path = await use.file('in.csv', bytes)
      expect(await problemOf(use.data.readCsv(path, {encoding: name}))).to.deep.include({
        code: 'csv_bad_row',
        at: {file: path, line: 3, column: 1},
      })
      const {data, rejected} = await use.data.readCsv(path, {encoding: name, on_bad_row: 'collect'})
      expect(await cellsOf(data)).to.deep.equal([['x'], ['y']])
      expect((await rejected.rows())[0]).to.deep.include({line: 3, code: 'undecodable'})
    })
  }

  it('that is utf-16 but read as utf-8 is refused in the header', async () => {
    const path = await use.file('in.csv', iconv.encode(text, 'utf-16le', {addBOM: true}))
    expect((await problemOf(use.data.readCsv(path))).code).to.equal('csv_bad_row')
  })

  it('of a file that is truncated in the middle of a character is refused by line', async () => {
    const path = await use.file('in.csv', Buffer.from('a\nx\nö').subarray(0, -1))
    expect((await problemOf(use.data.readCsv(path))).at).to.deep.equal({file: path, line: 3, column: 1})
    const half = await use.file('in2.csv', Buffer.concat([iconv.encode('a\nx\n', 'utf-16le'), Buffer.from([0x41])]))
    expect((await problemOf(use.data.readCsv(half, {encoding: 'utf-16le'}))).at?.line).to.equal(3)
  })

  for (const [file, encoding] of [
    ['encodings/shiftjis', 'shift_jis'],
    ['encodings/big5', 'big5'],
    ['encodings/koi8r', 'koi8-r'],
    ['encodings/euc_jp', 'euc-jp'],
    ['encodings/euc_kr', 'euc-kr'],
    ['encodings/windows_1251', 'windows-1251'],
    ['encodings/utf16le', 'utf-16le'],
  ] as const) {
    it(`reads ${file} of the shared data as iconv-lite decodes it`, async function () {
      const path = `${shared}/${file}`
      if (!existsSync(path)) {
        this.skip() // ../shared/data is not there
      }
      const {data} = await use.data.readCsv(path, {
        encoding,
        header: ['line'],
        delimiter: '\u{1}',
        quote: '',
        types: {line: 'text'},
      })
      const lines = iconv.decode(await readFile(path), encoding).split(/\r\n|\n|\r/)
      if (lines.at(-1) === '') lines.pop()
      expect((await data.rows()).map(({line}) => line ?? '')).to.deep.equal(lines)
    })
  }
})
