import {expect} from 'chai'
import type {JsonReadOptions} from '../../../src/model/table-files.js'
import {problemOf, typesOf, useEngine} from '../use-engine.js'

describe('a bad row of JSON', () => {
  const use = useEngine()
  const read = async (content: Uint8Array | string, options: JsonReadOptions = {}) =>
    await use.data.readJson(await use.file('in.json', content), options)

  const kinds: readonly (readonly [code: string, row: Uint8Array | string, column: number, reason: string])[] = [
    ['bad_json', '{"a":1,}', 8, 'a key in quotes'],
    ['bad_json', '{"a" 1}', 6, 'a colon'],
    ['bad_json', '{"a":1', 7, 'ends where'],
    ['bad_json', '{"a":01}', 7, 'the end of a number'],
    ['bad_json', '{"a":1.}', 7, 'the end of a number'],
    ['bad_json', '{"a":.5}', 6, 'a value'],
    ['bad_json', '{"a":NaN}', 6, 'a value'],
    ['bad_json', '{"a":-}', 6, 'a digit'],
    ['bad_json', "{'a':1}", 2, 'a key in quotes'],
    ['bad_json', '{"a":"x', 6, 'never closed'],
    ['bad_json', '{"a":"\\x"}', 7, 'a backslash'],
    ['bad_json', '{"a":"\t"}', 7, 'a control character'],
    ['bad_json', '{"é😀":"\0"}', 8, 'a control character'],
    ['bad_json', '{"a":1}{"a":2}', 8, 'nothing more'],
    ['bad_json', '{"a":1} // note', 9, 'nothing more'],
    ['bad_json', '\u00a0{"a":1}', 1, 'a value'],
    ['not_an_object', '[1]', 1, 'an array'],
    ['not_an_object', ' null', 2, 'null'],
    ['lone_surrogate', '{"a":"\\ud800x"}', 7, 'half of a surrogate pair'],
    ['lone_surrogate', '{"a":["\\udc00"]}', 8, 'half of a surrogate pair'],
    ['too_deep', `{"a":${'['.repeat(600)}${']'.repeat(600)}}`, 506, 'nested'],
    ['undecodable', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 1, 'no UTF-8'],
  ]
  for (const [code, row, column, reason] of kinds) {
    it(`${code} is told of with its place: ${row.toString().slice(0, 20)}`, async () => {
      const content = Buffer.concat([Buffer.from('{"a":1}\n\n'), Buffer.from(row), Buffer.from('\n{"a":2}\n')])
      const collected = await read(content, {format: 'ndjson', on_bad_row: 'collect'})
      expect(await collected.data.rows()).to.deep.equal([{a: 1}, {a: 2}])
      const [reject, ...more] = await collected.rejected.rows()
      expect(more).to.deep.equal([])
      expect(reject).to.deep.include({file: use.path('in.json'), line: 3, column, code, raw: row.toString()})
      expect(reject?.['reason']).to.contain(reason)
      expect(collected).to.include({rows_read: 3, rows_rejected: 1})
      const skipped = await read(content, {format: 'ndjson', on_bad_row: 'skip'})
      expect([skipped.rows_rejected, await skipped.rejected.count()]).to.deep.equal([1, 0])
      expect(await problemOf(read(content, {format: 'ndjson'}))).to.deep.include({
        code: 'json_bad_row',
        at: {file: use.path('in.json'), line: 3, column},
      })
    })
  }

  it('in an array is an element that is no object, or no text', async () => {
    const {data, rejected} = await read('[{"a":1},\n 5, "x", [1,\n2], {"a":"\\udead"},null,{"a":2}]', {on_bad_row: 'collect'})
    expect(await data.rows()).to.deep.equal([{a: 1}, {a: 2}])
    expect((await rejected.rows()).map(({line, column, code, raw}) => [line, column, code, raw])).to.deep.equal([
      [2, 2, 'not_an_object', '5'],
      [2, 5, 'not_an_object', '"x"'],
      [2, 10, 'not_an_object', '[1,\n2]'],
      [3, 11, 'lone_surrogate', '{"a":"\\udead"}'],
      [3, 20, 'not_an_object', 'null'],
    ])
  })

  it('that does not fit its type is left out, and says nothing about the other columns', async () => {
    const content = '{"a":1,"b":5}\n{"a":"q","b":"late","c":1}\nbad\n{"a":2,"b":6}\n{"a":1.5}\n'
    const {data, rejected} = await read(content, {types: {a: 'integer'}, on_bad_row: 'collect'})
    expect(typesOf(data)).to.deep.equal({a: 'BIGINT', b: 'BIGINT'})
    expect(await data.rows()).to.deep.equal([
      {a: 1, b: 5},
      {a: 2, b: 6},
    ])
    expect((await rejected.rows()).map(({line, code, reason}) => [line, code, reason])).to.deep.equal([
      [2, 'bad_value', '"q" in column "a" is no integer'],
      [3, 'bad_json', 'a value is expected here'],
      [5, 'bad_value', '"1.5" in column "a" is no integer'],
    ])
    expect((await problemOf(read(content, {types: {a: 'integer'}}))).at).to.deep.include({line: 2})
  })

  it('is borne up to max_rejects', async () => {
    const content = '{"a":1}\nx\n{"a":2}\ny\n'
    expect(await problemOf(read(content, {on_bad_row: 'skip', max_rejects: 1}))).to.deep.include({code: 'json_too_many_rejects'})
    expect(await problemOf(read(content, {on_bad_row: 'skip', max_rejects: '49%'}))).to.deep.include({
      code: 'json_too_many_rejects',
    })
    expect((await read(content, {on_bad_row: 'skip', max_rejects: '50%'})).rows_rejected).to.equal(2)
  })

  it('counts among the rows of max_rows', async () => {
    const {data, rows_read: rows} = await read('{"a":1}\nx\n{"a":2}\n{"a":3}\n', {on_bad_row: 'skip', max_rows: 3})
    expect([rows, await data.rows()]).to.deep.equal([3, [{a: 1}, {a: 2}]])
  })

  it('of NDJSON may be as long as it will, and costs only itself', async () => {
    const long = Buffer.alloc(65 * 1024 * 1024, 0x78)
    const content = Buffer.concat([Buffer.from('{"a":1}\n{"a":"'), long, Buffer.from('"}\n{"a":2}\n')])
    const {data, rejected} = await read(content, {on_bad_row: 'collect'})
    expect(await data.rows()).to.deep.equal([{a: 1}, {a: 2}])
    expect((await rejected.rows()).map(({line, code}) => [line, code])).to.deep.equal([[2, 'row_too_long']])
  })
})

describe('a broken document', () => {
  const use = useEngine()
  const breaks: readonly (readonly [content: string, line: number, column: number, reason: string])[] = [
    ['[{"a":1},\n{"a":2}', 2, 8, 'ends where a comma or ]'],
    ['[{"a":1},\n{"a":2', 2, 7, 'the middle of the row that begins in line 2, character 1'],
    ['[{"a":1},\n{"a":"x]}\n', 3, 1, 'the middle of the row'],
    ['[{"a":1},\n  {"a" 2}, {"a":3}]', 2, 8, 'a colon'],
    ['[{"a":1]\n', 1, 8, 'a comma or }'],
    ['[{"a":1} {"a":2}]', 1, 10, 'a comma or ]'],
    ['[{"a":1},]', 1, 10, 'a value'],
    ['[,{"a":1}]', 1, 2, 'a value or ]'],
    ['[{"a":1}]\nx', 2, 1, 'nothing more'],
    ['[{"a":1}][]', 1, 10, 'nothing more'],
    ['[{"a":1}, nul]', 1, 11, 'a value'],
    ['{\n"a":1\n}\n{\n"a":2\n}', 4, 1, 'nothing more'],
    ['<html>', 1, 1, 'an array or an object'],
  ]
  for (const [content, line, column, reason] of breaks) {
    it(`fails the read at the place of the break: ${content.replaceAll('\n', ' ')}`, async () => {
      const path = await use.file('in.json', content)
      for (const on_bad_row of ['error', 'skip', 'collect'] as const) {
        const problem = await problemOf(use.data.readJson(path, {on_bad_row}))
        expect(problem).to.deep.include({code: 'json_broken', at: {file: path, line, column}})
        expect(problem.message).to.contain(reason)
      }
    })
  }

  it('is found with a pointer as well', async () => {
    const path = await use.file('in.json', '{"rows":[{"a":1}],\n"x":}')
    expect(await problemOf(use.data.readJson(path, {pointer: '/rows'}))).to.deep.include({
      code: 'json_broken',
      at: {file: path, line: 2, column: 5},
    })
  })
})
