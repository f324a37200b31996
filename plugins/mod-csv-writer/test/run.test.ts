import {expect} from 'chai'
import {testMod, type ModTester} from 'datapy/testing'
import {existsSync} from 'node:fs'
import {readFile, readdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {gunzipSync} from 'node:zlib'

const rows = [
  {id: '00123', name: 'Ann "A" Lee', note: 'a, b', n: 1, empty: '', none: null},
  {id: '00124', name: 'Zoë', note: 'two\nlines', n: 2, empty: '', none: null},
]
const text = 'id,name,note,n,empty,none\n00123,"Ann ""A"" Lee","a, b",1,"",\n00124,Zoë,"two\nlines",2,"",\n'

describe('csv_writer', () => {
  let mod: ModTester
  beforeEach(async () => {
    mod = await testMod(new URL('..', import.meta.url))
  })
  afterEach(() => mod.close())
  const file = (name: string) => join(mod.folder, name)
  const written = (name = 'out.csv') => readFile(file(name), 'utf8')

  it('writes a table, quotes where they are needed, null and empty text told apart', async () => {
    const result = await mod.run({data: rows, file_path: 'out.csv'})
    expect(result.errors).to.deep.equal([])
    expect(result.status).to.equal('success')
    expect(await written()).to.equal(text)
    expect(result.metrics).to.deep.equal({rows_written: 2, columns_written: 6, file_size_bytes: Buffer.byteLength(text)})
    expect(result.artifacts).to.deep.equal({output_file: file('out.csv')})
  })

  it('makes the folders of its file', async () => {
    await mod.run({data: rows, file_path: 'a/b/out.csv'})
    expect(await written('a/b/out.csv')).to.equal(text)
  })

  it('starts relative paths at base_path, given or consumed from the globals', async () => {
    await mod.run({data: rows, file_path: 'x.csv', base_path: 'one'})
    await mod.run({data: rows, file_path: 'x.csv'}, {globals: {base_path: 'two'}})
    expect([existsSync(file('one/x.csv')), existsSync(file('two/x.csv'))]).to.deep.equal([true, true])
  })

  const settings: readonly (readonly [string, object, string])[] = [
    ['delimiter', {delimiter: ';'}, 'a;b\n"x;y";\n'],
    ['quote_style all', {quote_style: 'all'}, '"a","b"\n"x;y",\n'],
    ['header false', {header: false}, 'x;y,\n'],
    ['null_value', {null_value: 'NA'}, 'a,b\nx;y,NA\n'],
    ['line_ending', {line_ending: '\r\n'}, 'a,b\r\nx;y,\r\n'],
  ]
  for (const [name, params, expected] of settings) {
    it(`heeds ${name}`, async () => {
      const result = await mod.run({data: [{a: 'x;y', b: null}], file_path: 'out.csv', ...params})
      expect(result.errors).to.deep.equal([])
      expect(await written()).to.equal(expected)
    })
  }

  it('escapes what a spreadsheet would run, when asked', async () => {
    await mod.run({data: [{a: '=1+1'}, {a: '-5'}, {a: 'plain'}], file_path: 'out.csv', escape_formulas: true})
    expect(await written()).to.equal("a\n'=1+1\n'-5\nplain\n")
  })

  it('packs with gzip by the name or when told', async () => {
    await mod.run({data: rows, file_path: 'out.csv.gz'})
    await mod.run({data: rows, file_path: 'told.csv', compression: 'gzip'})
    for (const name of ['out.csv.gz', 'told.csv']) expect(gunzipSync(await readFile(file(name))).toString()).to.equal(text)
  })

  it('writes other encodings, and refuses a character that one cannot hold', async () => {
    await mod.run({data: [{a: 'Zoë'}], file_path: 'out.csv', encoding: 'latin-1'})
    expect(await readFile(file('out.csv'), 'latin1')).to.equal('a\nZoë\n')
    const {status, exit_code: code, errors} = await mod.run({data: [{a: '猫'}], file_path: 'cat.csv', encoding: 'latin-1'})
    expect([status, code, errors[0]?.code]).to.deep.equal(['error', 30, 'csv_unencodable'])
    expect(await readdir(mod.folder)).not.to.include('cat.csv')
  })

  it('treats a file that is there as if_exists says', async () => {
    await writeFile(file('out.csv'), 'old')
    const refused = await mod.run({data: rows, file_path: 'out.csv', if_exists: 'error'})
    expect(refused.errors[0]?.code).to.equal('output_exists')
    expect(await written()).to.equal('old')
    await mod.run({data: rows, file_path: 'out.csv', if_exists: 'backup'})
    const backup = (await readdir(mod.folder)).find((name) => name.endsWith('.bak'))
    expect(backup).to.match(/^out\.csv\.\d{8}_\d{6}\.bak$/)
    expect(await written(backup)).to.equal('old')
    await mod.run({data: [{a: 1}], file_path: 'out.csv'})
    expect(await written()).to.equal('a\n1\n')
  })

  it('leaves nothing behind when it fails', async () => {
    const result = await mod.run({data: [{a: 'x,y'}], file_path: 'out.csv', quote_style: 'none'})
    expect(result.status).to.equal('error')
    expect((await readdir(mod.folder)).filter((name) => name !== '.engine')).to.deep.equal([])
  })

  it('refuses what its schema does not have, before it runs, with 20', async () => {
    const {exit_code: code, errors} = await mod.run({file_path: 'out.csv', delimeter: ';', header: 'yes', if_exists: 'append'})
    expect(code).to.equal(20)
    expect(errors.map((error) => error.code)).to.have.members([
      'unknown_param',
      'missing_input',
      'invalid_param',
      'invalid_param',
    ])
    expect(errors.find((error) => error.code === 'unknown_param')?.hint).to.equal('did you mean "delimiter"?')
  })

  it('keeps a file uncompressed when told, whatever its name', async () => {
    await mod.run({data: [{a: 1}], file_path: 'out.csv.gz', compression: 'none'})
    expect(await written('out.csv.gz')).to.equal('a\n1\n')
  })

  it('writes the header of a table without rows', async () => {
    const data = await mod.table([], [{name: 'a', type: 'BIGINT'}])
    const result = await mod.run({data, file_path: 'out.csv'})
    expect(result.metrics).to.include({rows_written: 0, columns_written: 1})
    expect(await written()).to.equal('a\n')
  })

  const naughty = fileURLToPath(new URL('../../../../shared/data/blns/blns.json', import.meta.url))
  it('writes strings that break programs so that csv_reader reads them as they were', async function () {
    // Needs the list of ../shared/data.
    if (!existsSync(naughty)) this.skip() // ../shared/data is not there
    const strings = JSON.parse(await readFile(naughty, 'utf8')) as string[]
    const data = strings.filter((one) => !one.includes('\0')).map((text, id) => ({id, text, again: text}))
    const result = await mod.run({data, file_path: 'out.csv'})
    expect(result.errors).to.deep.equal([])
    const reader = await testMod(new URL('../../mod-csv-reader', import.meta.url))
    const read = await reader.run({file_path: file('out.csv'), types: {text: 'text', again: 'text'}})
    expect(read.errors).to.deep.equal([])
    expect(await reader.rows(read)).to.deep.equal(data)
    await reader.close()
  })
})
