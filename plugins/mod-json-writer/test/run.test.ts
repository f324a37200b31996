import {expect} from 'chai'
import {testMod, type ModTester} from 'datapy/testing'
import {readdir, readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {gunzipSync} from 'node:zlib'

describe('json_writer', () => {
  let mod: ModTester
  beforeEach(async () => {
    mod = await testMod(new URL('..', import.meta.url))
  })
  afterEach(() => mod.close())
  const file = (name: string) => join(mod.folder, name)
  const rows = [
    {id: 1, name: 'Ann "A"', at: new Date('2024-02-29T12:00:00Z'), big: 123_456_789_012_345_678_901_234n, nested: {a: [1, null]}},
    {id: 2, name: null, at: null, big: null, nested: null},
  ]
  const lines = [
    '{"id":1,"name":"Ann \\"A\\"","at":"2024-02-29T12:00:00Z","big":123456789012345678901234,"nested":{"a":[1,null]}}',
    '{"id":2,"name":null,"at":null,"big":null,"nested":null}',
  ]

  it('writes an array, a row on each line, and counts', async () => {
    const result = await mod.run({data: rows, file_path: 'out/a.json'})
    expect(result.errors).to.deep.equal([])
    expect(result.artifacts).to.deep.equal({output_file: file('out/a.json')})
    const text = await readFile(file('out/a.json'), 'utf8')
    expect(text).to.equal(`[\n${lines.join(',\n')}\n]\n`)
    expect(result.metrics).to.deep.equal({rows_written: 2, columns_written: 5, file_size_bytes: Buffer.byteLength(text)})
  })

  it('writes lines where the name or the format says so, and packs', async () => {
    await mod.run({data: rows, file_path: 'a.ndjson'})
    expect(await readFile(file('a.ndjson'), 'utf8')).to.equal(`${lines.join('\n')}\n`)
    await mod.run({data: rows, file_path: 'b.json', format: 'ndjson', compression: 'gzip'})
    expect(gunzipSync(await readFile(file('b.json'))).toString()).to.equal(`${lines.join('\n')}\n`)
    await mod.run({data: rows, file_path: 'c.ndjson', format: 'array'})
    expect(JSON.parse(await readFile(file('c.ndjson'), 'utf8'))).to.have.length(2)
  })

  it('fails on a number that is not finite, says where, and leaves no file', async () => {
    const result = await mod.run({data: [{x: 1.5}, {x: Number.NaN}], file_path: 'n.json'})
    expect(result.exit_code).to.equal(30)
    expect(result.errors[0]).to.include({code: 'json_unwritable_value'})
    expect(result.errors[0]?.message).to.contain('row 2, column "x"')
    expect(await readdir(mod.folder)).to.not.contain('n.json')
  })

  it('does with a file of that name what if_exists says', async () => {
    await writeFile(file('x.json'), 'old')
    const refused = await mod.run({data: rows, file_path: 'x.json', if_exists: 'error'})
    expect(refused.errors[0]).to.include({code: 'output_exists'})
    expect(await readFile(file('x.json'), 'utf8')).to.equal('old')
    await mod.run({data: rows, file_path: 'x.json', if_exists: 'backup'})
    const backup = (await readdir(mod.folder)).find((name) => name.endsWith('.bak')) ?? ''
    expect(await readFile(file(backup), 'utf8')).to.equal('old')
  })

  it('refuses what its schema does not have, before it runs', async () => {
    for (const params of [{format: 'json'}, {compression: 'zip'}, {if_exists: 'append'}]) {
      const result = await mod.run({data: rows, file_path: 'x.json', ...params})
      expect(result.exit_code).to.equal(20)
    }
  })
})
