import {expect} from 'chai'
import {testMod, type ModTester, type Result} from 'datapy/testing'

describe('aggregate', () => {
  let mod: ModTester
  beforeEach(async () => {
    mod = await testMod(new URL('..', import.meta.url))
  })
  afterEach(() => mod.close())

  const orders = [
    {store: 'north', amount: 5, who: 'b'},
    {store: 'south', amount: 7, who: 'a'},
    {store: null, amount: 1, who: 'c'},
    {store: 'north', amount: null, who: 'a'},
    {store: 'south', amount: 3, who: null},
    {store: null, amount: 2, who: 'c'},
  ]
  const count = {function: 'count'}
  const told = ({errors}: Result) => errors.map(({code, message}) => [code, message])
  const computed = async (params: object, data: unknown = orders) => {
    const result = await mod.run({data, ...params})
    expect(result.errors).to.deep.equal([])
    return mod.rows(result)
  }

  it('gives the groups in the order in which they appear, null being one of them, and counts', async () => {
    const result = await mod.run({data: orders, group_by: ['store'], aggregates: {orders: count}})
    expect(result.errors).to.deep.equal([])
    expect(await mod.rows(result)).to.deep.equal([
      {store: 'north', orders: 2},
      {store: 'south', orders: 2},
      {store: null, orders: 2},
    ])
    expect(result.metrics).to.deep.equal({rows_in: 6, rows_out: 3})
    expect(result.globals).to.deep.equal({row_count: 3})
  })

  it('gives them sorted where that is asked for, nulls last', async () => {
    const rows = await computed({group_by: ['b', 'a'], aggregates: {n: count}, order: 'sorted'}, [
      {a: 2, b: 'y'},
      {a: 1, b: null},
      {a: null, b: 'x'},
      {a: 1, b: 'y'},
      {a: 9, b: 'x'},
    ])
    expect(rows.map(({a, b}) => [b, a])).to.deep.equal([
      ['x', 9],
      ['x', null],
      ['y', 1],
      ['y', 2],
      [null, 1],
    ])
  })

  it('keeps the order of first rows among many groups of a large table', async () => {
    const rows = Array.from({length: 60_000}, (_, id) => ({id, key: (id * 7919) % 9973}))
    const result = await computed({group_by: ['key'], aggregates: {first: {function: 'first', column: 'id'}}}, rows)
    expect(result).to.deep.equal(rows.slice(0, 9973).map(({id, key}) => ({key, first: id})))
  })

  it('leaves nulls out of all that it computes', async () => {
    const all = Object.fromEntries(
      ['count', 'count_distinct', 'sum', 'mean', 'min', 'max', 'median', 'stddev', 'first', 'last', 'string_agg'].map((name) => [
        name,
        {function: name, column: 'n'},
      ]),
    )
    const data = [null, 4, 2, 2, null].map((n) => ({g: 1, n}))
    expect(await computed({group_by: ['g'], aggregates: all}, data)).to.deep.equal([
      {
        g: 1,
        count: 3,
        count_distinct: 2,
        sum: 8,
        mean: 8 / 3,
        min: 2,
        max: 4,
        median: 2,
        stddev: Math.sqrt(4 / 3),
        first: 4,
        last: 2,
        string_agg: '4, 2, 2',
      },
    ])
    const none = await computed(
      {group_by: ['g'], aggregates: all},
      await mod.table([{g: 1, n: null}], typed({g: 'BIGINT', n: 'BIGINT'})),
    )
    const {g, count: rows, count_distinct: distinct, ...rest} = none[0] ?? {}
    expect([g, rows, distinct]).to.deep.equal([1, 0, 0])
    expect(Object.values(rest)).to.deep.equal(Array.from({length: 9}, () => null))
  })

  it('takes first, last and string_agg in the order of the rows', async () => {
    const data = Array.from({length: 5000}, (_, id) => ({g: id % 2, id}))
    const rows = await computed(
      {
        group_by: ['g'],
        aggregates: {
          first: {function: 'first', column: 'id'},
          last: {function: 'last', column: 'id'},
          all: {function: 'string_agg', column: 'id', separator: '|'},
        },
      },
      data,
    )
    const ids = (g: number) => data.filter((row) => row.g === g).map(({id}) => String(id))
    expect(rows).to.deep.equal([
      {g: 0, first: 0, last: 4998, all: ids(0).join('|')},
      {g: 1, first: 1, last: 4999, all: ids(1).join('|')},
    ])
  })

  it('makes one row of a table without group_by, also of one without rows', async () => {
    const aggregates = {n: count, total: {function: 'sum', column: 'amount'}}
    expect(await computed({aggregates})).to.deep.equal([{n: 6, total: 18}])
    const empty = await mod.table([], typed({store: 'VARCHAR', amount: 'BIGINT'}))
    expect(await computed({aggregates}, empty)).to.deep.equal([{n: 0, total: null}])
    expect(await computed({aggregates, group_by: ['store']}, empty)).to.deep.equal([])
  })

  describe('is exact:', () => {
    it('sums of integers beyond 64 bits', async () => {
      const big = 9223372036854775807n
      const data = await mod.table([{n: big}, {n: big}, {n: 1n}], typed({n: 'BIGINT'}))
      expect(await computed({aggregates: {sum: {function: 'sum', column: 'n'}}}, data)).to.deep.equal([{sum: 2n * big + 1n}])
    })

    it('sums of decimals; their mean, median and deviation are doubles', async () => {
      const data = await mod.table([{n: '0.10'}, {n: '0.20'}, {n: '99999999999999.99'}], typed({n: 'DECIMAL(18,2)'}))
      expect(await computed({aggregates: {sum: {function: 'sum', column: 'n'}}}, data)).to.deep.equal([
        {sum: '100000000000000.29'},
      ])
      const small = await mod.table([{n: '1.00'}, {n: '1.25'}], typed({n: 'DECIMAL(18,2)'}))
      expect(
        await computed({aggregates: {mean: {function: 'mean', column: 'n'}, median: {function: 'median', column: 'n'}}}, small),
      ).to.deep.equal([{mean: 1.125, median: 1.125}])
    })

    it('NaN and infinity, which spread', async () => {
      const data = [
        {g: 'nan', n: NaN},
        {g: 'nan', n: 1.5},
        {g: 'inf', n: Infinity},
        {g: 'inf', n: 1.5},
      ]
      const rows = await computed(
        {
          group_by: ['g'],
          aggregates: Object.fromEntries(['sum', 'mean', 'max', 'stddev'].map((name) => [name, {function: name, column: 'n'}])),
        },
        data,
      )
      expect(rows).to.deep.equal([
        {g: 'nan', sum: NaN, mean: NaN, max: NaN, stddev: NaN},
        {g: 'inf', sum: Infinity, mean: Infinity, max: Infinity, stddev: NaN},
      ])
    })
  })

  it('takes the least and the last of dates and texts, and the median of dates', async () => {
    const data = await mod.table(
      [
        {d: '2024-01-03', t: 'ä'},
        {d: '2024-01-01', t: 'z'},
      ],
      typed({d: 'DATE', t: 'VARCHAR'}),
    )
    const of = (name: string, column: string) => ({function: name, column})
    const aggregates = {min: of('min', 'd'), max: of('max', 't'), median: of('median', 'd')}
    expect(await computed({aggregates}, data)).to.deep.equal([{min: '2024-01-01', max: 'ä', median: '2024-01-02T00:00:00'}])
  })

  it('counts only the rows that fit a where', async () => {
    const aggregates = {
      all: count,
      large: {function: 'count', where: 'amount > 2'},
      total: {function: 'sum', column: 'amount', where: "who = 'a' OR who = 'b'"},
      last: {function: 'last', column: 'who', where: 'amount < 7'},
    }
    expect(await computed({group_by: ['store'], aggregates})).to.deep.equal([
      {store: 'north', all: 2, large: 1, total: 5, last: 'b'},
      {store: 'south', all: 2, large: 2, total: 7, last: null},
      {store: null, all: 2, large: 0, total: null, last: 'c'},
    ])
  })

  it('keeps the groups that fit having, which sees the new columns, in order', async () => {
    const aggregates = {total: {function: 'sum', column: 'amount'}}
    expect(await computed({group_by: ['store'], aggregates, having: 'total < 8'})).to.deep.equal([
      {store: 'north', total: 5},
      {store: null, total: 3},
    ])
    expect(told(await mod.run({data: orders, group_by: ['store'], aggregates, having: 'amount > 1'}))[0]?.[0]).to.equal(
      'bad_expression',
    )
  })

  it('takes columns by any name, and new ones called as those that they are computed of', async () => {
    const rows = await computed(
      {
        group_by: ['row', 'größe "1"; --'],
        aggregates: {n: {function: 'sum', column: 'n'}, 日本: {function: 'max', column: 'n'}, Row_: count},
      },
      [
        {row: 1, 'größe "1"; --': 'x', n: 2},
        {row: 1, 'größe "1"; --': 'x', n: 3},
      ],
    )
    expect(rows).to.deep.equal([{row: 1, 'größe "1"; --': 'x', n: 5, 日本: 3, Row_: 2}])
  })

  it('tells all that is wrong at once', async () => {
    const result = await mod.run({
      data: [{store: 'x', amount: 1, paid: true}],
      group_by: ['stroe', 'store'],
      aggregates: {
        a: {function: 'sum', column: 'amuont'},
        b: {function: 'mean', column: 'store'},
        c: {function: 'sum', column: 'paid'},
        d: {function: 'median', column: 'paid'},
        e: {function: 'sum', column: 'amount', separator: ';'},
        Store: {function: 'count'},
      },
    })
    expect(result.exit_code).to.equal(30)
    expect(told(result)).to.deep.equal([
      ['unknown_column', 'group_by names the column "stroe", which is not there: did you mean "store"?'],
      ['unknown_column', '"a", the sum, names the column "amuont", which is not there: did you mean "amount"?'],
      ['wrong_aggregate', '"b", the mean of "store": that column is VARCHAR, and mean takes numbers; cast it to one first'],
      [
        'wrong_aggregate',
        '"c", the sum of "paid": that column is BOOLEAN, and sum takes numbers; count with a where counts what is true',
      ],
      ['wrong_aggregate', '"d", the median of "paid": that column is BOOLEAN, and median takes numbers and dates'],
      ['wrong_aggregate', '"e", the sum, has a separator, which belongs to string_agg alone'],
      ['repeated_column', 'two columns of the result would be called "Store"'],
    ])
  })

  it('has its parameters checked before it runs', async () => {
    const codes = async (params: object) => (await mod.run({data: orders, ...params})).errors.map(({code}) => code)
    expect(await codes({aggregates: {}})).to.deep.equal(['invalid_param'])
    expect(await codes({aggregates: {a: {function: 'total', column: 'amount'}}})).to.deep.equal(['invalid_param'])
    expect(await codes({aggregates: {a: {function: 'sum'}}})).to.deep.equal(['invalid_param'])
    expect(await codes({aggregates: {a: 'sum(amount)'}})).to.deep.equal(['invalid_param'])
    expect(await codes({aggregates: {a: {function: 'count'}}, order: 'random'})).to.deep.equal(['invalid_param'])
    expect(await codes({})).to.deep.equal(['missing_param'])
  })
})

function typed(types: Readonly<Record<string, string>>): {name: string; type: string}[] {
  return Object.entries(types).map(([name, type]) => ({name, type}))
}
