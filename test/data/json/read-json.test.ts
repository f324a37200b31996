import {gzipSync} from 'node:zlib'
import {expect} from 'chai'
import type {JsonReadOptions} from '../../../src/model/table-files.js'
import {cellsOf, problemOf, problemsOf, typesOf, useEngine} from '../use-engine.js'

describe('reading JSON', () => {
  const use = useEngine()
  const read = async (content: Uint8Array | string, options: JsonReadOptions = {}) =>
    await use.data.readJson(await use.file('in.json', content), options)
  const table = async (content: Uint8Array | string, options: JsonReadOptions = {}) => {
    const {data, warnings} = await read(content, options)
    return {types: typesOf(data), rows: await data.rows(), warnings: warnings.map(({code}) => code)}
  }

  describe('the format', () => {
    const expected = [
      {a: 1, b: 'x'},
      {a: 2, b: null},
    ]
    const forms: readonly (readonly [string, Uint8Array | string, JsonReadOptions])[] = [
      ['an array', '[{"a":1,"b":"x"},{"a":2}]', {}],
      ['an array over many lines', '\n[\n  {\n    "a": 1,\n    "b": "x"\n  },\n  {"a": 2, "b": null}\n]\n', {}],
      ['lines', '{"a":1,"b":"x"}\n{"a":2}\n', {}],
      ['lines without a last line end', '{"a":1,"b":"x"}\n{"a":2}', {}],
      ['lines that end as on Windows, with blank ones', '\r\n{"a":1,"b":"x"}\r\n \t\r\n{"a":2}\r\n\r\n', {}],
      ['a byte order mark before lines', '\ufeff{"a":1,"b":"x"}\n{"a":2}', {}],
      ['a byte order mark before an array', '\ufeff[{"a":1,"b":"x"},{"a":2}]', {}],
      ['gzip, by its content', gzipSync('[{"a":1,"b":"x"},{"a":2}]'), {}],
      ['lines that are named as such', '{"a":1,"b":"x"}\n{"a":2}\n', {format: 'ndjson'}],
      ['an array that is named as such', '[{"a":1,"b":"x"},{"a":2}]', {format: 'array'}],
      ['an array inside of a document', '{"n":[0,{"r/~s":[{"a":1,"b":"x"},{"a":2}]}],"z":1}', {pointer: '/n/1/r~1~0s'}],
    ]
    for (const [name, content, options] of forms) {
      it(`reads ${name}`, async () => {
        const {rows, types} = await table(content, options)
        expect(rows).to.deep.equal(expected)
        expect(types).to.deep.equal({a: 'BIGINT', b: 'VARCHAR'})
      })
    }

    it('reads one object as one row, also where it goes over several lines', async () => {
      expect((await table('{"a":1}')).rows).to.deep.equal([{a: 1}])
      expect((await table('{\n "a": 1\n}\n')).rows).to.deep.equal([{a: 1}])
      expect((await table('{"a":1}', {format: 'array'})).rows).to.deep.equal([{a: 1}])
      expect((await table('{"d":{"a":1}}', {pointer: '/d'})).rows).to.deep.equal([{a: 1}])
    })

    it('says what is not there where a pointer leads to nothing', async () => {
      const of = async (content: string, pointer: string) => await problemOf(read(content, {pointer}))
      expect(await of('{"data":{"rows":[]}}', '/data/row')).to.include({
        code: 'json_pointer_not_found',
        hint: 'did you mean "rows"?',
      })
      expect((await of('{"a":\n3}', '/a')).at).to.deep.include({line: 2, column: 1})
      expect(await of('[1]', '/1')).to.include({code: 'json_pointer_not_found'})
      expect(await of('{"a":1}', 'a')).to.include({code: 'json_bad_option'})
      expect(await problemOf(read('{}', {pointer: '/a', format: 'ndjson'}))).to.include({code: 'json_bad_option'})
    })

    it('reads files that a pattern names, in order, with the columns of all', async () => {
      await use.file('d/b.ndjson', '{"b":2}\n')
      await use.file('d/a.json', '[{"a":1}]')
      const {data, files, rows_read: rows} = await use.data.readJson(use.path('d/*'))
      expect(await data.rows()).to.deep.equal([
        {a: 1, b: null},
        {a: null, b: 2},
      ])
      expect([rows, files]).to.deep.equal([2, [use.path('d/a.json'), use.path('d/b.ndjson')]])
    })

    it('has no columns to give for a file without rows, unless they are named', async () => {
      for (const content of ['', '\n\n', '[]', '[ ]\n', '{}\n{}\n'])
        expect((await problemOf(read(content))).code, content).to.equal('json_no_columns')
      const {data, warnings, rows_read: rows} = await read('[]', {columns: ['y', 'x'], types: {x: 'integer'}})
      expect(typesOf(data)).to.deep.equal({y: 'VARCHAR', x: 'BIGINT'})
      expect([rows, await data.rows(), warnings.map(({code}) => code)]).to.deep.equal([0, [], ['json_no_rows']])
    })
  })

  describe('columns', () => {
    it('come in the order in which keys first appear, with null where a row has no such key', async () => {
      const {rows, types} = await table('{"b":1}\n{}\n{"a":"x","b":null}\n')
      expect(Object.keys(types)).to.deep.equal(['b', 'a'])
      expect(rows).to.deep.equal([
        {b: 1, a: null},
        {b: null, a: null},
        {b: null, a: 'x'},
      ])
    })

    it('are kept as asked for, and every one that is not there is told with the nearest', async () => {
      expect((await table('{"a":1,"b":2,"c":3}', {columns: ['c', 'a']})).rows).to.deep.equal([{c: 3, a: 1}])
      const problems = await problemsOf(read('{"amount":1,"city":2}', {columns: ['amuont', 'city'], types: {zip: 'text'}}))
      expect(problems.map(({code}) => code)).to.deep.equal(['json_unknown_column', 'json_unknown_column'])
      expect(problems[0]?.message).to.contain('amuont').and.contain('"amount"')
    })

    it('whose keys differ only by case are refused, unless one of them is asked for', async () => {
      const content = '{"id":1,"ID":2}'
      expect(await problemOf(read(content))).to.deep.include({code: 'json_keys_differ_by_case'})
      expect((await table(content, {columns: ['ID']})).rows).to.deep.equal([{ID: 2}])
    })

    it('take the last value of a key that is repeated, as JSON.parse does, and warn', async () => {
      const {rows, types, warnings} = await table('{"a":"x","b":1,"a":2}\n{"a":3}')
      expect(rows).to.deep.equal([
        {a: 2, b: 1},
        {a: 3, b: null},
      ])
      expect(types).to.deep.equal({a: 'BIGINT', b: 'BIGINT'})
      expect(warnings).to.deep.equal(['json_repeated_key'])
    })

    it('get a name where the key is empty, and take __proto__ for a key like any other', async () => {
      const {rows, warnings} = await table('{"":1,"__proto__":2,"constructor":3,"":4}')
      expect(rows.map((row) => Object.entries(row))).to.deep.equal([
        [
          ['column_1', 4],
          ['__proto__', 2],
          ['constructor', 3],
        ],
      ])
      expect(warnings).to.include('json_unnamed_column')
    })

    it('can be many, each first seen in another row', async () => {
      const content = Array.from({length: 700}, (_, index) => `{"k${String(index)}":${String(index)}}`).join('\n')
      const {data} = await read(content)
      expect(data.columns).to.have.length(700)
      const rows = await cellsOf(data)
      expect(rows.map((row, index) => row[index])).to.deep.equal(Array.from({length: 700}, (_, index) => index))
      expect(rows.every((row) => row.filter((cell) => cell !== null).length === 1)).to.equal(true)
    })
  })

  describe('types', () => {
    const cases: readonly (readonly [string, readonly string[], string, readonly unknown[]])[] = [
      ['integers', ['1', '-2', '9007199254740993'], 'BIGINT', [1, -2, 9007199254740993n]],
      [
        'integers at the ends of 64 bits',
        ['9223372036854775807', '-9223372036854775808'],
        'BIGINT',
        [9223372036854775807n, -9223372036854775808n],
      ],
      ['integers beyond 64 bits', ['9223372036854775808', '1'], 'HUGEINT', [9223372036854775808n, 1]],
      [
        'integers beyond 128 bits',
        ['170141183460469231731687303715884105728'],
        'VARCHAR',
        ['170141183460469231731687303715884105728'],
      ],
      ['fractions', ['0.1', '2', '1e3', '-1.5E-7'], 'DOUBLE', [0.1, 2, 1000, -1.5e-7]],
      ['the ends of doubles', ['1.7976931348623157e308', '5e-324', '0.0'], 'DOUBLE', [1.7976931348623157e308, 5e-324, 0]],
      ['all 17 digits of a double', ['0.10000000000000001', '0.30000000000000004'], 'DOUBLE', [0.1, 0.30000000000000004]],
      ['places that are meant', ['1.10', '22.25'], 'DECIMAL(15,2)', [1.1, 22.25]],
      [
        'more digits than a double has',
        ['3.141592653589793238', '1'],
        'DECIMAL(38,18)',
        ['3.141592653589793238', '1.000000000000000000'],
      ],
      ['large integers beside fractions', ['9007199254740993', '0.5'], 'DECIMAL(18,1)', ['9007199254740993.0', 0.5]],
      ['numbers beyond doubles', ['1e400', '1'], 'VARCHAR', ['1e400', '1']],
      ['minus zero', ['-0'], 'DOUBLE', [-0]],
      ['booleans', ['true', 'false'], 'BOOLEAN', [true, false]],
      ['nulls alone', ['null'], 'VARCHAR', [null]],
      ['texts', ['"x"', '""', '" "'], 'VARCHAR', ['x', '', ' ']],
      ['texts that look like numbers', ['"007"', '"1"', '"true"'], 'VARCHAR', ['007', '1', 'true']],
      ['dates', ['"2024-02-29"', '"0001-01-01"'], 'DATE', ['2024-02-29', '0001-01-01']],
      ['what only looks like a date', ['"2024-02-29"', '"2023-02-29"'], 'VARCHAR', ['2024-02-29', '2023-02-29']],
      [
        'timestamps',
        ['"2024-01-02T03:04:05"', '"2024-01-02 03:04:05.120"'],
        'TIMESTAMP',
        ['2024-01-02T03:04:05', '2024-01-02T03:04:05.12'],
      ],
      [
        'timestamps of UTC',
        ['"2024-01-02T03:04:05.000Z"', '"2024-01-02T03:04:05+00:00"'],
        'TIMESTAMP WITH TIME ZONE',
        ['2024-01-02T03:04:05Z', '2024-01-02T03:04:05Z'],
      ],
      ['timestamps of other zones', ['"2024-01-02T03:04:05+02:00"'], 'VARCHAR', ['2024-01-02T03:04:05+02:00']],
      ['dates beside timestamps', ['"2024-01-02"', '"2024-01-02T03:04:05"'], 'VARCHAR', ['2024-01-02', '2024-01-02T03:04:05']],
      ['times without seconds', ['"2024-01-02T03:04"'], 'VARCHAR', ['2024-01-02T03:04']],
      ['numbers and texts', ['1.50', '"x"', 'true', '[1, 2]'], 'VARCHAR', ['1.50', 'x', 'true', '[1, 2]']],
      [
        'objects',
        ['{"x":1}', '{"y":["a"]}'],
        'STRUCT(x BIGINT, y VARCHAR[])',
        [
          {x: 1, y: null},
          {x: null, y: ['a']},
        ],
      ],
      ['arrays', ['[1,2.5]', '[]', '[null]'], 'DOUBLE[]', [[1, 2.5], [], [null]]],
      ['arrays of objects', ['[{"x":9007199254740993}]'], 'STRUCT(x BIGINT)[]', [[{x: 9007199254740993n}]]],
      ['empty arrays', ['[]'], 'VARCHAR[]', [[]]],
      ['empty objects', ['{}'], 'JSON', ['{}']],
      ['arrays of mixed values', ['[1,"x"]'], 'JSON', ['[1,"x"]']],
      ['nested keys that differ by case', ['{"a":1,"A":2}'], 'JSON', ['{"a":1,"A":2}']],
      ['nested keys that are repeated', ['{"a":1,"a":2}'], 'JSON', ['{"a":1,"a":2}']],
      ['nested keys that are empty', ['[{"":1}]'], 'JSON', ['[{"":1}]']],
      ['nested numbers of many digits', ['[3.141592653589793238]'], 'JSON', ['[3.141592653589793238]']],
      ['nested integers beyond 64 bits', ['[9223372036854775808]'], 'JSON', ['[9223372036854775808]']],
      ['objects beside arrays', ['{"a":1}', '[1]'], 'JSON', ['{"a":1}', '[1]']],
      ['a key __proto__', ['{"__proto__":1}'], 'STRUCT(__proto__ BIGINT)', [JSON.parse('{"__proto__":1}')]],
    ]
    for (const [name, values, type, cells] of cases) {
      it(`of ${name}`, async () => {
        const {types, rows} = await table(values.map((value) => `{"v":${value}}`).join('\n'))
        expect(types).to.deep.equal({v: type})
        expect(rows.map(({v}) => v)).to.deep.equal(cells)
      })
    }

    it('are decided by all rows, also where the one that counts comes late', async () => {
      const lines = Array.from({length: 30_000}, (_, index) => `{"a":${String(index)}}`)
      const {types, warnings} = await read([...lines, '{"a":"x"}'].join('\n')).then(({data, warnings: told}) => ({
        types: typesOf(data),
        warnings: told,
      }))
      expect(types).to.deep.equal({a: 'VARCHAR'})
      expect(warnings[0]?.message).to.equal(
        'column "a" has numbers (first in line 1) and texts (first in line 30001): it is read as text',
      )
    })

    it('keep an object with very many keys as JSON', async () => {
      const content = Array.from({length: 300}, (_, index) => `{"a":{"k${String(index)}":1}}`).join('\n')
      const {types, rows, warnings} = await table(content)
      expect(types).to.deep.equal({a: 'JSON'})
      expect(rows[299]).to.deep.equal({a: '{"k299":1}'})
      expect(warnings).to.deep.equal(['json_kept_nested'])
    })

    it('keep every character of a text', async () => {
      const text = 'a"b\\/\b\f\n\r\t\u0000\u0001\u007f\u2028é😀\ufeff'
      expect((await table(`{"a":${JSON.stringify(text)}}\n{"a":"\\u00e9\\uD83D\\ude00\\/"}`)).rows).to.deep.equal([
        {a: text},
        {a: 'é😀/'},
      ])
    })

    it('are those that are named', async () => {
      const content = '{"n":"12","t":1.50,"j":{"x": 1.10},"s":"q","b":"AP8=","d":"2024-01-02","z":"2024-01-02T03:04:05+02:00"}'
      const types = {n: 'integer', t: 'text', j: 'json', s: 'JSON', b: 'blob', d: 'text', z: 'timestamptz'}
      const found = await table(content, {types})
      expect(found.types).to.deep.equal({
        n: 'BIGINT',
        t: 'VARCHAR',
        j: 'JSON',
        s: 'JSON',
        b: 'BLOB',
        d: 'VARCHAR',
        z: 'TIMESTAMP WITH TIME ZONE',
      })
      expect(found.rows).to.deep.equal([
        {n: 12, t: '1.50', j: '{"x": 1.10}', s: '"q"', b: Buffer.from([0, 255]), d: '2024-01-02', z: '2024-01-02T01:04:05Z'},
      ])
    })
  })
})
