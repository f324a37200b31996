import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {inspect} from 'node:util'
import {expect} from 'chai'
import {createDataEngine} from '../../src/data/engine.js'
import type {DatasetReference, Row} from '../../src/model/dataset.js'
import {cellsOf, problemOf, typesOf, useEngine} from './use-engine.js'

describe('a Dataset', () => {
  const use = useEngine()
  const numbers = async (count: number) =>
    await use.data.sql(`SELECT range AS n, 'row ' || range AS s FROM range(${String(count)})`, {})

  describe('its cells', () => {
    const cellOf = async (expression: string) => (await (await use.data.sql(`SELECT ${expression} AS x`, {})).rows())[0]?.['x']

    for (const [expression, cell] of [
      ['NULL', null],
      ['true', true],
      ['42', 42],
      ['9007199254740991', 9007199254740991],
      ['9007199254740992', 9007199254740992n],
      ['-9223372036854775808', -9223372036854775808n],
      ['5::HUGEINT', 5],
      ['170141183460469231731687303715884105727::HUGEINT', 170141183460469231731687303715884105727n],
      ['1.50::DECIMAL(10,2)', 1.5],
      ['-0.01::DECIMAL(38,2)', -0.01],
      ['1234567890123.45::DECIMAL(38,2)', 1234567890123.45],
      ['12345678901234.56::DECIMAL(38,2)', '12345678901234.56'],
      ['0.1::DOUBLE', 0.1],
      ["'x'", 'x'],
      ["'\u{FEFF}x'", '\u{FEFF}x'],
      ["DATE '2024-02-29'", '2024-02-29'],
      ["'infinity'::DATE", 'infinity'],
      ["TIMESTAMP '2024-02-29 10:00:00'", '2024-02-29T10:00:00'],
      ["TIMESTAMP '2024-02-29 10:00:00.123456'", '2024-02-29T10:00:00.123456'],
      ["TIMESTAMP_NS '2024-02-29 10:00:00.123456789'", '2024-02-29T10:00:00.123456789'],
      ["TIMESTAMPTZ '2024-02-29 10:00:00+02'", '2024-02-29T08:00:00Z'],
      ["TIMESTAMPTZ '2024-02-29 10:00:00.5+02'", '2024-02-29T08:00:00.5Z'],
      ["TIME '10:00:00'", '10:00:00'],
      ['[1, NULL, 9007199254740993]', [1, null, 9007199254740993n]],
      ["{'a': 1, 'b': DATE '2024-01-01'}", {a: 1, b: '2024-01-01'}],
      ["MAP {'k': 1}", {k: 1}],
      ["'a'::ENUM('a', 'b')", 'a'],
      ['\'{"a":1}\'::JSON', '{"a":1}'],
      ["'00000000-0000-0000-0000-000000000001'::UUID", '00000000-0000-0000-0000-000000000001'],
      ["INTERVAL '1 day'", '1 day'],
    ] as const) {
      it(`are ${inspect(cell)} for ${expression}`, async () => {
        expect(await cellOf(expression)).to.deep.equal(cell)
      })
    }

    it('are bytes for a BLOB', async () => {
      expect([...((await cellOf(`'\\x00\\xFF'::BLOB`)) as Uint8Array)]).to.deep.equal([0, 255])
    })

    it('are the same once the Dataset is materialised, and once it is saved and opened', async () => {
      const lazy = await use.data.sql(
        `SELECT 170141183460469231731687303715884105::HUGEINT AS h, 1::UHUGEINT AS u, '10:00:00+02'::TIMETZ AS tz, INTERVAL '1 month 3 microseconds' AS i,
         '101'::BIT AS bit, 'a'::ENUM('a', 'b') AS e, TIMESTAMP_S '2024-01-01 00:00:00' AS ts, NULL AS nothing, [1, 2]::INTEGER[2] AS pair, 1.5::FLOAT AS f,
         TIMESTAMPTZ '2024-01-01 00:00:00+02' AS z, {'a': [1]} AS s, 'x'::BLOB AS b, uuid() IS NULL AS no`,
        {},
      )
      const held = await lazy.materialise()
      const opened = await use.engine.open(await use.engine.save(lazy, use.path('x.parquet')))
      for (const dataset of [held, opened]) {
        expect(typesOf(dataset)).to.deep.equal(typesOf(lazy))
        expect(await cellsOf(dataset)).to.deep.equal(await cellsOf(lazy))
      }
    })
  })

  describe('its rows', () => {
    it('come in order, all or the first few', async () => {
      const dataset = await numbers(5000)
      expect((await dataset.rows()).map(({n}) => n)).to.deep.equal(Array.from({length: 5000}, (_, index) => index))
      expect(await dataset.rows({limit: 2})).to.deep.equal([
        {n: 0, s: 'row 0'},
        {n: 1, s: 'row 1'},
      ])
      expect(await dataset.rows({limit: 0})).to.deep.equal([])
      expect(await dataset.count()).to.equal(5000)
    })

    it('come in batches of the size asked for', async () => {
      const sizes: number[] = []
      const seen: Row[] = []
      for await (const batch of (await numbers(5000)).batches({size: 1999})) {
        sizes.push(batch.length)
        seen.push(...batch)
      }
      expect(sizes).to.deep.equal([1999, 1999, 1002])
      expect(seen.map(({n}) => n)).to.deep.equal(Array.from({length: 5000}, (_, index) => index))
    })

    it('may be left before their end', async () => {
      const dataset = await numbers(100_000)
      for await (const batch of dataset.batches({size: 10})) {
        expect(batch).to.have.length(10)
        break
      }
      expect(await dataset.count()).to.equal(100_000)
    })

    it('can be read by two readers at a time', async () => {
      const dataset = await numbers(20_000)
      const sum = async () => {
        let total = 0
        for await (const batch of dataset.batches({size: 100})) total += batch.reduce((one, {n}) => one + Number(n), 0)
        return total
      }
      expect(await Promise.all([sum(), sum(), sum()])).to.deep.equal([199_990_000, 199_990_000, 199_990_000])
    })

    it('are never cut short in silence: what fails half-way fails the reader', async () => {
      const dataset = await use.data.sql(
        `SELECT CASE WHEN range = 1900000 THEN error('boom') ELSE range END AS n FROM range(2000000)`,
        {},
      )
      const readAll = async () => {
        let rows = 0
        for await (const batch of dataset.batches()) rows += batch.length
        return rows
      }
      const bad = await problemOf(readAll())
      expect(bad.code).to.equal('sql_failed')
      expect(bad.message).to.contain('boom')
    })

    it('have __proto__ as a key like any other', async () => {
      const [row] = await (await use.data.sql(`SELECT 1 AS "__proto__", {'__proto__': 2} AS s`, {})).rows()
      expect(Object.entries(row ?? {})[0]).to.deep.equal(['__proto__', 1])
      expect(({} as Record<string, unknown>)['a']).to.equal(undefined)
    })

    it('cannot be changed through its columns', async () => {
      const dataset = await numbers(1)
      expect(() => Object.assign(dataset.columns[0] ?? {}, {name: 'x'})).to.throw(TypeError)
    })
  })

  describe('sql', () => {
    it('reads the Dataset as input, and others by the names given', async () => {
      const people = await use.data.fromRows([
        {id: 1, name: 'Ann'},
        {id: 2, name: 'Bob'},
      ])
      const orders = await use.data.fromRows([{person: 2, amount: 5}])
      expect(await (await people.sql('SELECT name FROM input WHERE id = 2')).rows()).to.deep.equal([{name: 'Bob'}])
      const joined = await use.data.sql(
        'WITH o AS (SELECT * FROM orders) SELECT name, amount FROM people JOIN o ON id = person',
        {people, orders},
      )
      expect(await joined.rows()).to.deep.equal([{name: 'Bob', amount: 5}])
      const odd = await use.data.sql('SELECT * FROM "select"', {select: people})
      expect(await odd.count()).to.equal(2)
    })

    it('chains, and keeps the order that the query asks for', async () => {
      const chain = await (
        await (await numbers(1000)).sql('SELECT n FROM input ORDER BY n DESC')
      ).sql('SELECT n + 1 AS n FROM input -- and on;')
      expect(await chain.rows({limit: 2})).to.deep.equal([{n: 1000}, {n: 999}])
    })

    it('takes a semicolon at the end, comments, VALUES and FROM first', async () => {
      const dataset = await numbers(1)
      for (const query of [
        'SELECT n FROM input;',
        '/* a */ -- b\nSELECT n FROM input',
        'FROM input',
        'VALUES (1)',
        '(SELECT 1 AS n)',
        'WITH a AS (FROM input) FROM a',
      ]) {
        expect(await (await dataset.sql(query)).count(), query).to.equal(1)
      }
    })

    for (const query of [
      'SELECT 1; SELECT 2',
      'DROP TABLE x',
      "COPY input TO '/tmp/x'",
      'INSERT INTO input VALUES (1)',
      'CREATE TABLE x AS FROM input',
      "ATTACH '/tmp/x.db'",
      'SET threads = 1',
      'DESCRIBE input',
      'CALL pragma_version()',
      '',
      '-- nothing',
    ]) {
      it(`refuses ${JSON.stringify(query)}`, async () => {
        const dataset = await numbers(1)
        expect((await problemOf(dataset.sql(query))).code).to.equal('sql_not_select')
      })
    }

    for (const query of [
      'SELECT 1) UNION ALL (SELECT 2',
      'SELECT nope FROM input',
      'SELECT FROM WHERE',
      'WITH x AS (INSERT INTO input VALUES (1) RETURNING 1) FROM x',
    ]) {
      it(`gives DuckDB's own message for ${JSON.stringify(query)}`, async () => {
        const dataset = await numbers(1)
        try {
          await dataset.sql(query)
        } catch (error) {
          expect(error).to.have.nested.property('problems[0].code', 'sql_failed')
          expect(error)
            .to.have.property('message')
            .that.matches(/Error: /)
            .and.does.not.match(/dataset_\d/)
          expect(error).to.have.property('cause').that.is.instanceOf(Error)
          return
        }
        throw new Error('it was taken')
      })
    }

    it('numbers the second of two columns of one name, as DuckDB does', async () => {
      const dataset = await numbers(1)
      expect((await dataset.sql('SELECT n, n FROM input')).columns.map(({name}) => name)).to.deep.equal(['n', 'n_1'])
      expect(await (await dataset.sql('SELECT * FROM input a JOIN input b ON a.n = b.n')).rows()).to.deep.equal([
        {n: 0, s: 'row 0', n_1: 0, s_1: 'row 0'},
      ])
    })

    it('takes values as literals and names as identifiers', async () => {
      const {literal, identifier} = use.data
      const name = 'a "b" \'c\'; --'
      for (const value of ["it's", 5, -0.5, 2n ** 70n, true, null, '', NaN, Infinity, '\\', '\n']) {
        const dataset = await use.data.sql(`SELECT ${literal(value)} AS ${identifier(name)}`, {})
        expect(await dataset.rows()).to.deep.equal([{[name]: value}])
      }
    })

    it('runs when it is read, not before', async () => {
      const dataset = await use.data.sql(`SELECT error('boom') AS x`, {})
      expect((await problemOf(dataset.rows())).message).to.contain('boom')
    })
  })

  describe('materialise', () => {
    it('computes once: reading again gives the same rows', async () => {
      const held = await (await use.data.sql('SELECT random() AS x FROM range(100)', {})).materialise()
      expect(await held.rows()).to.deep.equal(await held.rows())
      expect(await held.materialise()).to.equal(held)
    })

    it('is shared by those who ask at the same time', async () => {
      const lazy = await use.data.sql('SELECT random() AS x', {})
      const [one, other] = await Promise.all([lazy.materialise(), lazy.materialise()])
      expect(await one.rows()).to.deep.equal(await other.rows())
    })

    it('keeps many rows in a file of the run, in order', async () => {
      const held = await (await numbers(400_000)).materialise()
      expect(held).to.have.nested.property('store.kind', 'parquet')
      expect(await held.count()).to.equal(400_000)
      let next = 0
      for await (const batch of held.batches()) for (const {n} of batch) expect(n).to.equal(next++)
    })

    it('is read from its own file, also in a folder whose name looks like a pattern', async () => {
      const engine = createDataEngine({folder: join(use.folder, 'run[1]*'), held: {rows: 0, bytes: 0}})
      const session = engine.session('test').api
      const dataset = await session.output('SELECT range AS n FROM range(3)', {})
      expect(dataset).to.have.nested.property('store.kind', 'parquet')
      expect(await (await session.numbered(dataset, 'row')).rows()).to.deep.equal([0, 1, 2].map((n) => ({row: n, n})))
      await engine.close()
    })

    it('lies where the thresholds say: in memory up to them, else in a file', async () => {
      for (const [held, kind] of [
        [{rows: 100, bytes: 1_000_000}, 'table'],
        [{rows: 99, bytes: 1_000_000}, 'parquet'],
        [{rows: 100, bytes: 100}, 'parquet'],
      ] as const) {
        const engine = createDataEngine({folder: join(use.folder, 'other'), held})
        const dataset = await engine.session('test').api.output('SELECT range AS n FROM range(100)', {})
        expect(dataset).to.have.nested.property('store.kind', kind)
        expect(await dataset.count()).to.equal(100)
        await engine.close()
      }
    })

    it('fails as the query fails', async () => {
      const dataset = await use.data.sql(`SELECT error('boom') AS x`, {})
      expect((await problemOf(dataset.materialise())).message).to.contain('boom')
    })
  })

  describe('toArquero', () => {
    it('gives the same cells', async () => {
      const table = await (
        await use.data.fromRows([
          {a: 1, b: 'x'},
          {a: null, b: 'y'},
        ])
      ).toArquero()
      expect(table.columnNames()).to.deep.equal(['a', 'b'])
      expect(table.objects()).to.deep.equal([
        {a: 1, b: 'x'},
        {a: null, b: 'y'},
      ])
    })

    it('gives integers of one kind, so that arquero can add them', async () => {
      const table = await (await use.data.fromRows([{a: 1}, {a: 2n ** 60n}])).toArquero()
      expect([...table.array('a')]).to.deep.equal([1n, 2n ** 60n])
    })

    it('refuses more rows than it may, and says what to do', async () => {
      const bad = await problemOf((await numbers(11)).toArquero({max_rows: 10}))
      expect(bad.code).to.equal('dataset_too_large')
      expect(bad.hint).to.contain('max_rows')
      expect((await (await numbers(10)).toArquero({max_rows: 10})).numRows()).to.equal(10)
    })
  })

  describe('that is saved', () => {
    it('is a Parquet file that any tool reads, and a reference that opens it', async () => {
      const reference = await use.engine.save(await numbers(3), use.path('deep/x.parquet'))
      expect(reference).to.deep.equal({
        type: 'dataset',
        format: 'parquet',
        path: use.path('deep/x.parquet'),
        rows: 3,
        columns: [
          {name: 'n', type: 'BIGINT'},
          {name: 's', type: 'VARCHAR'},
        ],
      })
      const plain = await use.data.sql(`SELECT sum(n) AS n FROM read_parquet('${reference.path}')`, {})
      expect(await plain.rows()).to.deep.equal([{n: 3}])
      expect(await (await use.engine.open(JSON.parse(JSON.stringify(reference)) as DatasetReference)).rows()).to.deep.equal(
        await (await numbers(3)).rows(),
      )
    })

    it('takes any column name', async () => {
      const names = ['a "b"', 'select', 'größe', ' ', "it's", '__proto__']
      const dataset = await use.data.fromRows([Object.fromEntries(names.map((name, index) => [name, index]))])
      const opened = await use.engine.open(await use.engine.save(dataset, use.path('x.parquet')))
      expect(opened.columns.map(({name}) => name)).to.deep.equal(names)
      expect(await cellsOf(opened)).to.deep.equal([[0, 1, 2, 3, 4, 5]])
    })

    it('leaves nothing when it fails', async () => {
      const dataset = await use.data.sql(`SELECT error('boom') AS x`, {})
      await problemOf(use.engine.save(dataset, use.path('x.parquet')))
      expect(existsSync(use.path('x.parquet'))).to.equal(false)
    })

    it('and then removed is said to be gone', async () => {
      const bad = await problemOf(
        use.engine.open({type: 'dataset', format: 'parquet', path: use.path('no.parquet'), rows: 1, columns: []}),
      )
      expect(bad.code).to.equal('file_unreadable')
    })
  })
})
