import {expect} from 'chai'
import {testMod, type ModTester, type Result} from 'datapy/testing'

describe('join', () => {
  let mod: ModTester
  beforeEach(async () => {
    mod = await testMod(new URL('..', import.meta.url))
  })
  afterEach(() => mod.close())

  const orders = [
    {order: 1, customer: 7, name: 'first'},
    {order: 2, customer: 9, name: 'second'},
    {order: 3, customer: null, name: 'third'},
    {order: 4, customer: 8, name: 'fourth'},
    {order: 5, customer: 7, name: 'fifth'},
  ]
  const customers = [
    {customer: 8, name: 'Grace'},
    {customer: 7, name: 'Ada'},
    {customer: null, name: 'Nobody'},
    {customer: 6, name: 'Joan'},
  ]
  const told = ({errors}: Result) => errors.map(({code, message}) => [code, message])
  const joined = async (params: object, tables: object = {left: orders, right: customers}) => {
    const result = await mod.run({...tables, ...params})
    expect(result.errors).to.deep.equal([])
    return {rows: await mod.rows(result), metrics: result.metrics, globals: result.globals}
  }
  const on = ['customer']

  it('keeps the rows with a partner, in the order of the left rows, and counts those without', async () => {
    const {rows, metrics, globals} = await joined({on})
    expect(rows).to.deep.equal([
      {order: 1, customer: 7, name: 'first', name_right: 'Ada'},
      {order: 4, customer: 8, name: 'fourth', name_right: 'Grace'},
      {order: 5, customer: 7, name: 'fifth', name_right: 'Ada'},
    ])
    expect(metrics).to.deep.equal({
      rows_in: 9,
      rows_left: 5,
      rows_right: 4,
      rows_out: 3,
      rows_unmatched_left: 2,
      rows_unmatched_right: 2,
    })
    expect(globals).to.deep.equal({row_count: 3})
  })

  it('keeps all left rows with left, all right ones, behind them, with right, and all with full', async () => {
    const left = await joined({on, type: 'left'})
    expect(left.rows.map(({order, name_right: name}) => [order, name])).to.deep.equal([
      [1, 'Ada'],
      [2, null],
      [3, null],
      [4, 'Grace'],
      [5, 'Ada'],
    ])
    const right = await joined({on, type: 'right'})
    expect(right.rows.map(({order, customer, name_right: name}) => [order, customer, name])).to.deep.equal([
      [1, 7, 'Ada'],
      [4, 8, 'Grace'],
      [5, 7, 'Ada'],
      [null, null, 'Nobody'],
      [null, 6, 'Joan'],
    ])
    const full = await joined({on, type: 'full'})
    expect(full.rows.map(({order, customer, name_right: name}) => [order, customer, name])).to.deep.equal([
      [1, 7, 'Ada'],
      [2, 9, null],
      [3, null, null],
      [4, 8, 'Grace'],
      [5, 7, 'Ada'],
      [null, null, 'Nobody'],
      [null, 6, 'Joan'],
    ])
    for (const {metrics} of [left, right, full]) expect(metrics).to.include({rows_unmatched_left: 2, rows_unmatched_right: 2})
  })

  it('keeps left rows alone with semi and anti, each once', async () => {
    const twice = {left: orders, right: [...customers, ...customers]}
    const semi = await joined({on, type: 'semi'}, twice)
    expect(semi.rows).to.deep.equal([orders[0], orders[3], orders[4]])
    expect(semi.metrics).to.include({rows_out: 3, rows_unmatched_left: 2})
    const anti = await joined({on, type: 'anti'}, twice)
    expect(anti.rows).to.deep.equal([orders[1], orders[2]])
    expect(anti.metrics).to.include({rows_out: 2, rows_unmatched_left: 2}).and.not.have.property('rows_unmatched_right')
  })

  it('takes null for equal to nothing', async () => {
    const nulls = [{k: null, n: 1}]
    const tables = {
      left: await mod.table(nulls, typed({k: 'BIGINT', n: 'BIGINT'})),
      right: await mod.table(nulls, typed({k: 'BIGINT', n: 'BIGINT'})),
    }
    expect((await joined({on: ['k']}, tables)).rows).to.deep.equal([])
    expect((await joined({on: ['k'], type: 'full'}, tables)).rows).to.have.length(2)
  })

  it('joins columns of different names, and several of them', async () => {
    const tables = {
      left: [
        {a: 1, b: 'x', v: 10},
        {a: 1, b: 'y', v: 20},
      ],
      right: [
        {b: 'y', id: 1, w: 1},
        {b: 'x', id: 2, w: 2},
      ],
    }
    expect((await joined({on: [{left: 'a', right: 'id'}, 'b'], type: 'left'}, tables)).rows).to.deep.equal([
      {a: 1, b: 'x', v: 10, id: null, w: null},
      {a: 1, b: 'y', v: 20, id: 1, w: 1},
    ])
  })

  it('orders the partners of a row as they stand on the right, also in large tables', async () => {
    const left = Array.from({length: 3000}, (_, id) => ({id, k: (id * 7) % 500}))
    const right = Array.from({length: 5000}, (_, n) => ({k: n % 600, n}))
    const {rows, metrics} = await joined({on: ['k']}, {left, right})
    const byHand = left.flatMap(({id, k}) => right.filter((row) => row.k === k).map(({n}) => ({id, k, n})))
    expect(rows).to.deep.equal(byHand)
    expect(metrics).to.include({
      rows_out: byHand.length,
      rows_unmatched_left: 0,
      rows_unmatched_right: right.filter(({k}) => k >= 500).length,
    })
  })

  it('puts the suffix behind names that both tables have', async () => {
    const tables = {left: [{id: 1, Name: 'a'}], right: [{id: 1, name: 'b', more: 1}]}
    expect((await joined({on: ['id'], suffix: '_2'}, tables)).rows).to.deep.equal([{id: 1, Name: 'a', name_2: 'b', more: 1}])
    const result = await mod.run({...tables, right: [{id: 1, name: 'b', name_right: 1}], on: ['id']})
    expect(told(result)).to.deep.equal([
      [
        'repeated_column',
        'two columns of the result would be called "name_right": give another suffix, or rename one of them first',
      ],
    ])
  })

  describe('expect', () => {
    const twice = [...customers, {customer: 7, name: 'Ada again'}, {customer: null, name: 'null again'}]
    it('lets pass what is as it says', async () => {
      expect((await joined({on, expect: 'many_to_one'})).rows).to.have.length(3)
      expect((await joined({on, expect: 'one_to_many'}, {left: customers, right: orders})).rows).to.have.length(3)
      expect((await joined({on: ['order'], expect: 'one_to_one'}, {left: orders, right: orders})).rows).to.have.length(5)
      expect((await joined({on, expect: 'any'}, {left: orders, right: twice})).rows).to.have.length(5)
    })

    it('fails with the key that stands more than once, and how often', async () => {
      const run = async (expects: string, left: object, right: object) => told(await mod.run({left, right, on, expect: expects}))
      expect(await run('many_to_one', orders, twice)).to.deep.equal([
        ['key_repeated', 'expect is many_to_one, but the right table has 2 rows with "customer" = 7'],
      ])
      expect(await run('one_to_many', orders, twice)).to.deep.equal([
        ['key_repeated', 'expect is one_to_many, but the left table has 2 rows with "customer" = 7'],
      ])
      const thrice = [...twice, {customer: 8, name: 'x'}, {customer: 8, name: 'y'}]
      expect(await run('one_to_one', orders, thrice)).to.deep.equal([
        ['key_repeated', 'expect is one_to_one, but the left table has 2 rows with "customer" = 7'],
        [
          'key_repeated',
          'expect is one_to_one, but the right table has 3 rows with "customer" = 8; 2 keys stand there more than once',
        ],
      ])
    })
  })

  it('takes tables without rows', async () => {
    const none = await mod.table([], typed({customer: 'BIGINT', name: 'VARCHAR'}))
    expect((await joined({on}, {left: orders, right: none})).rows).to.deep.equal([])
    expect((await joined({on, type: 'left', expect: 'one_to_one'}, {left: none, right: customers})).rows).to.deep.equal([])
    const full = await joined({on, type: 'full'}, {left: none, right: customers})
    expect(full.rows).to.deep.equal(customers.map(({customer, name}) => ({customer, name: null, name_right: name})))
  })

  it('takes columns by any name', async () => {
    const tables = {left: [{'größe "1"; --': 1, row: 'a', Row_: 2}], right: [{'größe "1"; --': 1, l: 'b', r: 'c'}]}
    expect((await joined({on: ['größe "1"; --']}, tables)).rows).to.deep.equal([
      {'größe "1"; --': 1, row: 'a', Row_: 2, l: 'b', r: 'c'},
    ])
  })

  it('compares numbers exactly, whatever their width', async () => {
    const left = await mod.table([{k: 9007199254740993n}, {k: 2n}], typed({k: 'BIGINT'}))
    const right = await mod.table(
      [{k: '9007199254740993.00'}, {k: '9007199254740992.00'}, {k: '2.00'}],
      typed({k: 'DECIMAL(20,2)'}),
    )
    expect((await joined({on: ['k']}, {left, right})).rows).to.deep.equal([{k: 9007199254740993n}, {k: 2}])
  })

  it('tells all that is wrong with the keys at once', async () => {
    const left = await mod.table([], typed({id: 'BIGINT', d: 'DATE', f: 'DOUBLE', t: 'VARCHAR'}))
    const right = await mod.table([], typed({id: 'VARCHAR', d: 'TIMESTAMP', f: 'BIGINT', s: 'VARCHAR'}))
    const result = await mod.run({left, right, on: ['id', 'd', 'f', 'ids', {left: 't', right: 'x'}, {left: 't', right: 's'}]})
    expect(told(result)).to.deep.equal([
      [
        'key_types_differ',
        `on joins "id", which is BIGINT in the left table and VARCHAR in the right one: cast one of them first, for instance with data_cleaner's cast`,
      ],
      [
        'key_types_differ',
        `on joins "f", which is DOUBLE in the left table and BIGINT in the right one: cast one of them first, for instance with data_cleaner's cast`,
      ],
      ['unknown_column', 'on names the column "ids", which the left table does not have: did you mean "id"?'],
      ['unknown_column', 'on names the column "ids", which the right table does not have: did you mean "id"?'],
      ['unknown_column', 'on names the column "x", which the right table does not have: did you mean "d"?'],
    ])
  })

  it('has its parameters checked before it runs', async () => {
    const codes = async (params: object) =>
      (await mod.run({left: orders, right: customers, ...params})).errors.map(({code}) => code)
    expect(await codes({})).to.deep.equal(['missing_param'])
    expect(await codes({on: []})).to.deep.equal(['invalid_param'])
    expect(await codes({on: [{left: 'customer'}]})).to.deep.equal(['invalid_param'])
    expect(await codes({on, type: 'outer'})).to.deep.equal(['invalid_param'])
    expect(await codes({on, right: undefined})).to.deep.equal(['missing_input'])
  })
})

function typed(types: Readonly<Record<string, string>>): {name: string; type: string}[] {
  return Object.entries(types).map(([name, type]) => ({name, type}))
}
