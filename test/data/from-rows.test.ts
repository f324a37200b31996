import {table} from 'arquero'
import {expect} from 'chai'
import type {Row} from '../../src/model/dataset.js'
import {cellsOf, problemOf, typesOf, useEngine} from './use-engine.js'

describe('fromRows', () => {
  const use = useEngine()
  const from = async (rows: unknown[], options = {}) => await use.data.fromRows(rows as Row[], options)

  it('gives each column the type of all of its values', async () => {
    const dataset = await from([
      {
        i: 1,
        big: 2n ** 70n,
        d: 1.5,
        n: 1,
        b: true,
        s: 'x',
        at: new Date('2024-02-29T10:00:00.5Z'),
        bytes: new Uint8Array([0, 255]),
        none: null,
      },
      {i: -5, big: 1, d: 2, n: 1.5, b: false, s: '', at: null, bytes: undefined},
    ])
    expect(typesOf(dataset)).to.deep.equal({
      i: 'BIGINT',
      big: 'HUGEINT',
      d: 'DOUBLE',
      n: 'DOUBLE',
      b: 'BOOLEAN',
      s: 'VARCHAR',
      at: 'TIMESTAMP WITH TIME ZONE',
      bytes: 'BLOB',
      none: 'VARCHAR',
    })
    expect(await cellsOf(dataset)).to.deep.equal([
      [1, 2n ** 70n, 1.5, 1, true, 'x', '2024-02-29T10:00:00.5Z', Buffer.from([0, 255]), null],
      [-5, 1, 2, 1.5, false, '', null, null, null],
    ])
  })

  it('keeps doubles as they are', async () => {
    const values = [0.1, 1e300, 5e-324, -0, NaN, Infinity, -Infinity, 2 ** 53]
    expect((await cellsOf(await from(values.map((x) => ({x}))))).flat()).to.deep.equal(values)
  })

  it('keeps lists and objects', async () => {
    const dataset = await from([
      {l: [1, 2], o: {a: 'x', b: [true]}},
      {l: [], o: null},
    ])
    expect(await dataset.rows()).to.deep.equal([
      {l: [1, 2], o: {a: 'x', b: [true]}},
      {l: [], o: null},
    ])
  })

  it('takes lists of rows as it takes rows', async () => {
    const dataset = await use.data.fromRows(
      (async function* () {
        yield [{a: 1}, {a: 2}]
        yield {a: 3}
        yield []
        yield [{a: 4}]
        await Promise.resolve()
      })(),
    )
    expect(await cellsOf(dataset)).to.deep.equal([[1], [2], [3], [4]])
    const refused = await problemOf(from([[{a: 1}], [[{a: 2}]]]))
    expect(refused.message).to.equal('row 2 is no object')
  })

  it('keeps every value over many vectors, whatever a column turns into, and wherever it begins', async () => {
    const day = new Date('2024-02-29T00:00:00Z')
    const rows = Array.from({length: 10_000}, (_, n) => ({
      n: n % 7 === 0 ? null : n,
      late: n < 5000 ? n : n / 2,
      wide: n === 6000 ? 2n ** 60n + 1n : -1 - n,
      text: n % 3 === 0 ? null : 'é'.repeat(n % 15) + 'x'.repeat(n % 14),
      flag: n % 2 === 0,
      at: n % 5 === 0 ? null : day,
      none: null,
      ...(n >= 3000 && {more: n, list: [n]}),
    }))
    const dataset = await from(rows)
    expect(typesOf(dataset)).to.deep.equal({
      n: 'BIGINT',
      late: 'DOUBLE',
      wide: 'BIGINT',
      text: 'VARCHAR',
      flag: 'BOOLEAN',
      at: 'TIMESTAMP WITH TIME ZONE',
      none: 'VARCHAR',
      more: 'BIGINT',
      list: 'UBIGINT[]',
    })
    const expected = rows.map((row) => ({
      ...row,
      at: row.at === null ? null : '2024-02-29T00:00:00Z',
      more: row.more ?? null,
      list: row.list ?? null,
    }))
    expect(await dataset.rows()).to.deep.equal(expected)
  })

  it('keeps numbers that stand before one of more digits, and after it', async () => {
    const values = [1, -0, 0.5, 9007199254740993n, 1e300, 2]
    expect((await cellsOf(await from(values.map((x) => ({x}))))).flat()).to.deep.equal([1, -0, 0.5, 9007199254740992, 1e300, 2])
    const integers = [1, null, 9007199254740993n, 7]
    expect((await cellsOf(await from(integers.map((x) => ({x}))))).flat()).to.deep.equal(integers)
  })

  it('keeps texts of every length and sort as they are', async () => {
    const texts = [
      '',
      'a',
      'x'.repeat(12),
      'x'.repeat(13),
      'é',
      'é'.repeat(6),
      'é'.repeat(7),
      '\u0000',
      'a\u0000b',
      '😀',
      '\u007f',
      '\u0080',
    ]
    expect((await cellsOf(await from(texts.map((x) => ({x}))))).flat()).to.deep.equal(texts)
  })

  it('has rows that come before the first key', async () => {
    const rows = [...Array.from({length: 3000}, () => ({})), {a: 1}]
    const dataset = await from(rows)
    expect(await dataset.count()).to.equal(3001)
    expect((await cellsOf(dataset)).slice(-2)).to.deep.equal([[null], [1]])
  })

  it('keeps the order of rows and of keys, and takes keys that come late', async () => {
    const dataset = await from([{}, {b: 1}, {a: 'x', b: 2}])
    expect(dataset.columns.map(({name}) => name)).to.deep.equal(['b', 'a'])
    expect(await dataset.rows()).to.deep.equal([
      {b: null, a: null},
      {b: 1, a: null},
      {b: 2, a: 'x'},
    ])
  })

  it('takes a key of every kind, __proto__ among them, and pollutes nothing', async () => {
    const row: unknown = JSON.parse('{"__proto__": 5, "a b": 1, "select": 2, "x\\"y": 3}')
    const dataset = await from([row])
    expect(dataset.columns.map(({name}) => name)).to.deep.equal(['__proto__', 'a b', 'select', 'x"y'])
    expect(await dataset.rows()).to.deep.equal([row])
    expect(Object.keys(Object.prototype)).to.deep.equal([])
  })

  for (const [what, rows, message] of [
    ['a mix of kinds', [{a: 1}, {a: null}, {a: 'x'}], 'row 3, column "a" is text, but row 1 holds integer'],
    ['a function', [{a: () => 1}], 'row 1, column "a" is a function, which a Dataset cannot hold'],
    ['an instance of a class', [{a: new Map()}], 'row 1, column "a" is an object of class Map, which a Dataset cannot hold'],
    ['an invalid date', [{a: new Date(NaN)}], 'row 1, column "a" is no date, which a Dataset cannot hold'],
    ['half a surrogate pair', [{a: '\u{D800}'}], 'row 1, column "a" holds half of a surrogate pair, which is no text'],
  ] as const) {
    it(`refuses ${what}, with its row and column`, async () => {
      expect(await problemOf(from([...rows]))).to.deep.include({code: 'row_does_not_fit', message})
    })
  }

  it('refuses what is no row, and rows without any column', async () => {
    expect((await problemOf(from([5]))).code).to.equal('not_a_dataset')
    expect((await problemOf(from([]))).code).to.equal('dataset_without_columns')
    expect((await problemOf(from([{}]))).code).to.equal('dataset_without_columns')
  })

  it('refuses names that the engine takes for one', async () => {
    expect((await problemOf(from([{Id: 1, ID: 2}]))).message).to.contain('"Id" and "ID"')
    expect((await problemOf(from([{'': 1}]))).code).to.equal('bad_column_name')
  })

  describe('with columns', () => {
    const columns = [
      {name: 'a', type: 'DECIMAL(10,2)'},
      {name: 'b', type: 'text'},
      {name: 'c', type: 'DATE'},
    ]

    it('gives them these types, in this order, also without rows', async () => {
      const dataset = await from([{c: '2024-02-29', b: 5, a: '1.50'}, {a: 2}], {columns})
      expect(typesOf(dataset)).to.deep.equal({a: 'DECIMAL(10,2)', b: 'VARCHAR', c: 'DATE'})
      expect(await cellsOf(dataset)).to.deep.equal([
        [1.5, '5', '2024-02-29'],
        [2, null, null],
      ])
      const empty = await from([], {columns})
      expect([typesOf(empty), await empty.rows()]).to.deep.equal([{a: 'DECIMAL(10,2)', b: 'VARCHAR', c: 'DATE'}, []])
    })

    it('refuses a value that does not fit, and a key that is not among them', async () => {
      expect(await problemOf(from([{a: 1}, {a: 1.255}], {columns}))).to.deep.include({
        code: 'row_does_not_fit',
        message: 'row 2, column "a" is "1.255", which is no DECIMAL(10,2)',
      })
      expect((await problemOf(from([{x: 1}], {columns}))).message).to.contain('"x"')
    })

    it('takes the rows and columns of any Dataset back', async () => {
      const source = await use.data.sql(
        `SELECT 9007199254740993 AS i, 12345678901234567.89::DECIMAL(38,2) AS m, 0.1::DOUBLE AS d, true AS b, DATE '2024-02-29' AS day,
         TIMESTAMP '2024-02-29 10:00:00.5' AS at, TIMESTAMPTZ '2024-02-29 10:00:00+02' AS z, TIME '10:00:00' AS t, 'x'::BLOB AS bytes, [1, 2] AS l,
         {'a': 'x', 'b': [1.5]} AS s, NULL::INTEGER AS n`,
        {},
      )
      const copy = await use.data.fromRows(await source.rows(), {columns: source.columns})
      expect(copy.columns).to.deep.equal(source.columns)
      expect(await copy.rows()).to.deep.equal(await source.rows())
    })
  })

  it('takes an async iterable of many rows, in order', async () => {
    const rows = async function* () {
      for (let index = 0; index < 600_000; index += 1) {
        if (index % 100_000 === 0) await Promise.resolve()
        yield {index, text: `row ${String(index)}`}
      }
    }
    const dataset = await use.data.fromRows(rows())
    expect(await dataset.count()).to.equal(600_000)
    const wrong = await dataset.sql(
      'SELECT count(*) AS n FROM (SELECT index, row_number() OVER () - 1 AS place FROM input) WHERE index <> place',
    )
    expect(await wrong.rows()).to.deep.equal([{n: 0}])
  })

  it('fails as its source fails', async () => {
    const rows = async function* () {
      yield {a: 1}
      await Promise.resolve()
      throw new Error('source gone')
    }
    await use.data.fromRows(rows()).then(
      () => expect.fail('it was taken'),
      (error: unknown) => expect(error).to.have.property('message', 'source gone'),
    )
  })

  describe('of an arquero table', () => {
    it('takes its rows as they stand: filtered and sorted', async () => {
      const source = table({a: [3, 1, 2], b: ['x', 'y', 'z']})
      const dataset = await use.data.fromArquero(source.filter('d => d.a > 1').orderby('a'))
      expect(await dataset.rows()).to.deep.equal([
        {a: 2, b: 'z'},
        {a: 3, b: 'x'},
      ])
    })

    it('gives back what was taken out', async () => {
      const source = await use.data.sql(`SELECT range AS n, 'r' || range AS s, range % 2 = 0 AS b FROM range(5000)`, {})
      const copy = await use.data.fromArquero(await source.toArquero())
      expect(copy.columns).to.deep.equal(source.columns)
      expect(await copy.rows()).to.deep.equal(await source.rows())
    })

    it('keeps the columns of one without rows', async () => {
      const dataset = await use.data.fromArquero(table({a: [] as number[], b: []}))
      expect(dataset.columns.map(({name}) => name)).to.deep.equal(['a', 'b'])
    })

    it('has arquero itself at hand', async () => {
      const aq = await use.data.arquero()
      const totals = (
        await (
          await from([
            {k: 'x', v: 1},
            {k: 'x', v: 2},
          ])
        ).toArquero()
      )
        .groupby('k')
        .rollup({sum: aq.op.sum('v')})
      expect(await (await use.data.fromArquero(totals)).rows()).to.deep.equal([{k: 'x', sum: 3}])
    })
  })
})
