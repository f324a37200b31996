import {expect} from 'chai'
import {testMod, type ModTester} from 'datapy/testing'
import {mkdir, readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'

describe('json_reader', () => {
  let mod: ModTester
  beforeEach(async () => {
    mod = await testMod(new URL('..', import.meta.url))
  })
  afterEach(() => mod.close())
  const file = (name: string) => join(mod.folder, name)
  const read = async (content: Uint8Array | string, params: object = {}) => {
    await writeFile(file('in.json'), content)
    const result = await mod.run({file_path: 'in.json', ...params})
    return {result, rows: await mod.rows(result), codes: result.errors.map(({code}) => code)}
  }

  it('reads a table with the types that all of its values have, and counts what it read', async () => {
    const content = '[{"id":"007","n":1,"tags":["a"]},\n{"id":"008","n":9007199254740993,"day":"2024-01-02"}]\n'
    const {result, rows} = await read(content)
    expect(result.errors).to.deep.equal([])
    expect(result.status).to.equal('success')
    expect(rows).to.deep.equal([
      {id: '007', n: 1, tags: ['a'], day: null},
      {id: '008', n: 9007199254740993n, tags: null, day: '2024-01-02'},
    ])
    expect(result.metrics).to.deep.equal({rows_read: 2, rows_rejected: 0, columns_read: 4, file_size_bytes: content.length})
    expect(result.globals).to.deep.equal({row_count: 2, column_count: 4, file_size: content.length})
  })

  const settings: readonly (readonly [string, Uint8Array | string, object, object[]])[] = [
    ['format', '{"a":1}', {format: 'ndjson'}, [{a: 1}]],
    ['pointer', '{"x":{"rows":[{"a":1}]}}', {pointer: '/x/rows'}, [{a: 1}]],
    ['columns', '{"a":1,"b":2,"c":3}', {columns: ['c', 'a']}, [{c: 3, a: 1}]],
    ['types', '{"a":1,"b":"2"}', {types: {a: 'text', b: 'integer'}}, [{a: '1', b: 2}]],
    ['max_rows', '{"a":1}\n{"a":2}\n', {max_rows: 1}, [{a: 1}]],
    ['gzip', gzipSync('{"a":1}\n'), {}, [{a: 1}]],
  ]
  for (const [name, content, params, expected] of settings) {
    it(`follows ${name}`, async () => {
      const {rows, codes} = await read(content, params)
      expect([codes, rows]).to.deep.equal([[], expected])
    })
  }

  it('reads files that a pattern names, below base_path', async () => {
    await mkdir(file('d'))
    await writeFile(file('d/1.json'), '[{"a":1}]')
    await writeFile(file('d/2.json'), '[{"a":2}]')
    const result = await mod.run({file_path: '*.json', base_path: 'd'})
    expect(await mod.rows(result)).to.deep.equal([{a: 1}, {a: 2}])
  })

  it('fails at the first bad row, with its place', async () => {
    const {result} = await read('{"a":1}\n{"a":2,}\n')
    expect(result.exit_code).to.equal(30)
    expect(result.artifacts).to.deep.equal({})
    expect(result.errors[0]).to.include({code: 'json_bad_row'})
  })

  it('collects bad rows, and writes them to a file where that is asked for', async () => {
    const {result, rows} = await read('{"a":1}\n{"a":2,}\n{"a":"x"}\n', {
      on_bad_row: 'collect',
      types: {a: 'integer'},
      rejects_file: 'rejects.csv',
    })
    expect(rows).to.deep.equal([{a: 1}])
    expect(result.metrics).to.include({rows_read: 3, rows_rejected: 2})
    expect((await mod.rows(result, 'rejected')).map((row) => [row['line'], row['code']])).to.deep.equal([
      [2, 'bad_json'],
      [3, 'bad_value'],
    ])
    expect((await readFile(file('rejects.csv'), 'utf8')).split('\n')[0]).to.equal('file,line,column,code,reason,raw')
  })

  it('refuses rejects_file without on_bad_row: collect, and what cannot be, before it reads', async () => {
    for (const params of [
      {rejects_file: 'r.csv'},
      {format: 'ndjson', pointer: '/a'},
      {pointer: 'a'},
      {format: 'json'},
      {columns: []},
    ]) {
      const {result} = await read('{"a":1}', params)
      expect(result.exit_code, JSON.stringify(params)).to.equal(20)
    }
  })

  it('fails on a document that is broken off, whatever on_bad_row says', async () => {
    const {result} = await read('[{"a":1},\n{"a":', {on_bad_row: 'skip'})
    expect(result.exit_code).to.equal(30)
    expect(result.errors[0]).to.include({code: 'json_broken'})
  })

  it('warns where values of a column go together only as text', async () => {
    const {result, rows} = await read('{"a":1}\n{"a":"x"}\n')
    expect(result.status).to.equal('warning')
    expect(result.warnings[0]).to.include({code: 'json_mixed_column'})
    expect(rows).to.deep.equal([{a: '1'}, {a: 'x'}])
  })
})
