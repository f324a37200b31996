import {readdir, readFile} from 'node:fs/promises'
import {gunzipSync} from 'node:zlib'
import {expect} from 'chai'
import type {Dataset, Row} from '../../../src/model/dataset.js'
import type {JsonWriteOptions} from '../../../src/model/table-files.js'
import {problemOf, useEngine} from '../use-engine.js'

describe('writing JSON', () => {
  const use = useEngine()
  const select = async (expressions: string) =>
    await (await use.data.fromRows([{one: 1}])).sql(`SELECT ${expressions} FROM input`)
  const write = async (dataset: Dataset, name = 'out.json', options: JsonWriteOptions = {}) => {
    const written = await use.data.writeJson(dataset, use.path(name), options)
    await use.session.commit()
    return {written, bytes: await readFile(use.path(name))}
  }
  const rows: Row[] = [
    {id: 1, name: 'Ann'},
    {id: 2, name: null},
  ]

  it('writes an array, a row on each line', async () => {
    const {written, bytes} = await write(await use.data.fromRows(rows))
    expect(bytes.toString()).to.equal('[\n{"id":1,"name":"Ann"},\n{"id":2,"name":null}\n]\n')
    expect(written).to.deep.equal({
      path: use.path('out.json'),
      rows_written: 2,
      columns_written: 2,
      file_size_bytes: bytes.length,
    })
  })

  it('writes lines where the name or the format says so', async () => {
    const lines = '{"id":1,"name":"Ann"}\n{"id":2,"name":null}\n'
    const dataset = await use.data.fromRows(rows)
    for (const name of ['a.ndjson', 'a.jsonl', 'a.JSONL'])
      expect((await write(dataset, name)).bytes.toString(), name).to.equal(lines)
    expect((await write(dataset, 'b.json', {format: 'ndjson'})).bytes.toString()).to.equal(lines)
    expect(gunzipSync((await write(dataset, 'b.ndjson.gz')).bytes).toString()).to.equal(lines)
    expect(gunzipSync((await write(dataset, 'c.ndjson', {compression: 'gzip'})).bytes).toString()).to.equal(lines)
    expect((await write(dataset, 'd.ndjson.gz', {compression: 'none'})).bytes.toString()).to.equal(lines)
  })

  it('writes a table without rows as an empty array, or as nothing', async () => {
    const empty = await use.data.fromRows([], {columns: [{name: 'a', type: 'BIGINT'}]})
    expect((await write(empty)).bytes.toString()).to.equal('[\n]\n')
    expect((await write(empty, 'a.ndjson')).bytes.toString()).to.equal('')
  })

  const values: readonly (readonly [expression: string, json: string])[] = [
    ['NULL::VARCHAR', 'null'],
    ['true', 'true'],
    ['170141183460469231731687303715884105727::HUGEINT', '170141183460469231731687303715884105727'],
    ['18446744073709551615::UBIGINT', '18446744073709551615'],
    ['1.10::DECIMAL(10,2)', '1.10'],
    ['-0.05::DECIMAL(38,20)', '-0.05000000000000000000'],
    ['0.1::DOUBLE', '0.1'],
    ['3::DOUBLE', '3.0'],
    ['-0.0::DOUBLE', '-0.0'],
    ['1e300::DOUBLE', '1e+300'],
    ['5e-324::DOUBLE', '5e-324'],
    ['0.1::FLOAT', '0.1'],
    ["DATE '2024-01-02'", '"2024-01-02"'],
    ["TIMESTAMP '2024-01-02 03:04:05'", '"2024-01-02T03:04:05"'],
    ["TIMESTAMP '2024-01-02 03:04:05.120'", '"2024-01-02T03:04:05.12"'],
    ["TIMESTAMPTZ '2024-01-02 03:04:05+02'", '"2024-01-02T01:04:05Z"'],
    ["TIME '03:04:05'", '"03:04:05"'],
    ["'\\xAA\\x00'::BLOB", '"qgA="'],
    ["'x'::ENUM('x', 'y')", '"x"'],
    ['\'{"a":\n 1.10}\'::JSON', '{"a":  1.10}'],
    ["chr(0) || chr(9) || chr(127) || chr(8232) || '\"\\/é😀'", '"\\u0000\\t\u007f\u2028\\"\\\\/é😀"'],
    ["chr(65279) || 'x'", '"\ufeffx"'],
    ['[1, NULL, 3]', '[1,null,3]'],
    ['[]::INTEGER[]', '[]'],
    ['NULL::INTEGER[]', 'null'],
    ['array_value(1, 2)', '[1,2]'],
    [
      '[{a: 1.50::DECIMAL(5,2), "b ""c": [TIMESTAMP \'2024-01-02 03:04:05\']}, NULL]',
      '[{"a":1.50,"b \\"c":["2024-01-02T03:04:05"]},null]',
    ],
    ['{n: NULL::STRUCT(x INTEGER), m: {x: NULL::DOUBLE}}', '{"n":null,"m":{"x":null}}'],
    ["MAP{'k': '\\xAA'::BLOB, 'l': NULL}", '{"k":"qg==","l":null}'],
    ["MAP{DATE '2024-01-02': [[1.0::DOUBLE]]}", '{"2024-01-02":[[1.0]]}'],
  ]
  for (const [expression, json] of values) {
    it(`writes ${expression.replaceAll('\n', ' ')}`, async () => {
      const text = (await write(await select(`${expression} AS v`), 'v.ndjson')).bytes.toString()
      expect(text).to.equal(`{"v":${json}}\n`)
      expect(() => {
        JSON.parse(text)
      }).not.to.throw()
    })
  }

  it('writes names of columns as they are', async () => {
    const name = `a "b" \\ é\n\u0001`
    const {bytes} = await write(await use.data.fromRows([{[name]: 1}]), 'n.ndjson')
    expect(JSON.parse(bytes.toString())).to.deep.equal({[name]: 1})
  })

  it('refuses a number that is not finite, with its row and column, and leaves no file', async () => {
    const source = await use.data.fromRows(Array.from({length: 5000}, (_, n) => ({n})))
    for (const value of ['nan', 'inf', '-inf']) {
      const dataset = await source.sql(`SELECT n, CASE WHEN n = 4000 THEN '${value}'::DOUBLE ELSE 1 END AS x FROM input`)
      const problem = await problemOf(use.data.writeJson(dataset, use.path('bad.json')))
      expect(problem.code).to.equal('json_unwritable_value')
      expect(problem.message).to.contain('row 4001, column "x"')
    }
    expect((await problemOf(use.data.writeJson(await select("['nan'::DOUBLE] AS l"), use.path('bad.json')))).code).to.equal(
      'json_unwritable_value',
    )
    expect((await readdir(use.folder)).filter((name) => name !== 'run')).to.deep.equal([])
  })

  it('keeps the order of many rows', async () => {
    const many = await (await select('1 AS one')).sql('SELECT range AS n FROM input, range(300000)')
    for (const name of ['many.json', 'many.ndjson']) {
      await write(many, name)
      const {data} = await use.data.readJson(use.path(name))
      const numbered = await data.sql('SELECT n, row_number() OVER () - 1 AS row FROM input')
      expect(await (await numbered.sql('SELECT count(*) AS rows, bool_and(n = row) AS same FROM input')).rows()).to.deep.equal([
        {rows: 300_000, same: true},
      ])
    }
  })

  it('does with a file of that name what if_exists says', async () => {
    const dataset = await use.data.fromRows(rows)
    await use.file('x.json', 'old')
    expect((await problemOf(use.data.writeJson(dataset, use.path('x.json'), {if_exists: 'error'}))).code).to.equal(
      'output_exists',
    )
    expect(await readFile(use.path('x.json'), 'utf8')).to.equal('old')
    await write(dataset, 'x.json', {if_exists: 'backup'})
    const backup = (await readdir(use.folder)).find((name) => name.endsWith('.bak')) ?? ''
    expect(await readFile(use.path(backup), 'utf8')).to.equal('old')
  })
})
