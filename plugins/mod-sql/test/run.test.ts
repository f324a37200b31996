import {expect} from 'chai'
import {testMod, type ModTester, type Result} from 'datapy/testing'
import {readdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'

describe('sql', () => {
  let mod: ModTester
  beforeEach(async () => {
    mod = await testMod(new URL('..', import.meta.url))
  })
  afterEach(() => mod.close())

  const orders = [
    {order: 1, customer: 7, amount: '10.00'},
    {order: 2, customer: 8, amount: '5.50'},
    {order: 3, customer: 7, amount: null},
  ]
  const customers = [
    {id: 7, name: 'Ada'},
    {id: 8, name: 'Grace'},
  ]
  const inputs = {orders, customers}
  const codes = ({errors}: Result) => errors.map(({code}) => code)

  it('runs a query over several lines and inputs, and counts their rows', async () => {
    const query = `
      -- what each has spent
      WITH spent AS (SELECT customer, sum(amount::DECIMAL(10, 2)) AS total FROM orders GROUP BY customer)
      SELECT name, total
      FROM customers JOIN spent ON id = customer
      ORDER BY total DESC;
    `
    const result = await mod.run({inputs, query})
    expect(result.errors).to.deep.equal([])
    expect(result.metrics).to.deep.equal({rows_in: 5, rows_out: 2})
    expect(result.globals).to.deep.equal({row_count: 2})
    expect(await mod.rows(result)).to.deep.equal([
      {name: 'Ada', total: 10},
      {name: 'Grace', total: 5.5},
    ])
  })

  it('keeps the order of rows that it filters and computes, and gives a table without rows its columns', async () => {
    const many = await mod.table(
      Array.from({length: 5000}, (_, id) => ({id})),
      [{name: 'id', type: 'BIGINT'}],
    )
    const result = await mod.run({inputs: {many}, query: 'SELECT id * 2 AS twice FROM many WHERE id % 2 = 0'})
    expect((await mod.rows(result)).map(({twice}) => twice)).to.deep.equal(Array.from({length: 2500}, (_, i) => i * 4))
    const none = await mod.run({inputs: {many}, query: 'SELECT * FROM many WHERE false'})
    expect(none.metrics).to.deep.equal({rows_in: 5000, rows_out: 0})
    expect(await mod.rows(none)).to.deep.equal([])
  })

  it('takes inputs and columns by any name', async () => {
    const odd = {'it\'s "odd"; --': [{'größe "1"; --': 1}], 日本: [{n: 2}]}
    const query = `SELECT "größe ""1""; --" + n AS sum FROM "it's ""odd""; --", "日本"`
    const result = await mod.run({inputs: odd, query})
    expect(result.errors).to.deep.equal([])
    expect(await mod.rows(result)).to.deep.equal([{sum: 3}])
  })

  it('needs no input', async () => {
    const result = await mod.run({query: 'SELECT range AS n FROM range(3)'})
    expect(await mod.rows(result)).to.deep.equal([{n: 0}, {n: 1}, {n: 2}])
    expect(result.metrics).to.deep.equal({rows_in: 0, rows_out: 3})
  })

  it('keeps every digit of large integers and decimals', async () => {
    const result = await mod.run({
      query: `SELECT 99999999999999999999999999999999999999::HUGEINT AS big, 12345678901234567890.123456789::DECIMAL(38,9) AS exact`,
    })
    expect(result.errors).to.deep.equal([])
    expect(await mod.rows(result)).to.deep.equal([
      {big: 99999999999999999999999999999999999999n, exact: '12345678901234567890.123456789'},
    ])
  })

  it('refuses all that reaches outside of its inputs, at once, and reads none of it', async () => {
    const file = join(mod.folder, 'other.csv')
    await writeFile(file, 'a\n1\n')
    const query = `SELECT a, current_setting('threads')\nFROM '${file}', costumers`
    const result = await mod.run({inputs, query})
    expect(result.exit_code).to.equal(30)
    expect(result.errors).to.deep.equal([
      {
        code: 'sql_outside',
        message: 'line 1, column 11 of the query: current_setting() reaches outside of the row that it is given',
      },
      {
        code: 'sql_outside',
        message: `line 2, column 6 of the query: "${file}" is none of its inputs; its inputs are "orders", "customers"`,
      },
      {
        code: 'sql_outside',
        message: `line 2, column ${String(file.length + 10)} of the query: "costumers" is none of its inputs; did you mean "customers"?`,
      },
    ])
    expect(result.artifacts).to.deep.equal({})
  })

  it('reads files where that is allowed', async () => {
    const file = join(mod.folder, 'other.csv')
    await writeFile(file, 'a\n1\n')
    const result = await mod.run({inputs, query: `SELECT a, name FROM '${file}', customers WHERE id = 7`, allow_outside: true})
    expect(result.errors).to.deep.equal([])
    expect(await mod.rows(result)).to.deep.equal([{a: 1, name: 'Ada'}])
  })

  it('writes nothing, whatever is allowed', async () => {
    for (const allow_outside of [true, false])
      for (const query of [
        `COPY orders TO '${join(mod.folder, 'x.csv')}'`,
        `SELECT 1; COPY orders TO 'x.csv'`,
        'DROP VIEW x',
        ';',
      ])
        expect(codes(await mod.run({inputs, query, allow_outside}))).to.deep.equal(['sql_not_select'])
    expect(await readdir(mod.folder)).to.deep.equal(['.engine'])
  })

  it('says where in the query something is wrong, and what was meant', async () => {
    const messages = async (query: string) => (await mod.run({inputs, query})).errors.map(({message, hint}) => [message, hint])
    expect(await messages('SELECT order,\n  amuont\nFROM orders')).to.deep.equal([
      ['line 1, column 13 of the query: syntax error at or near ","', undefined],
    ])
    expect(await messages('SELECT "order",\n  amuont\nFROM orders')).to.deep.equal([
      [
        'line 2, column 3 of the query: Binder Error: Referenced column "amuont" not found in FROM clause!',
        'did you mean "amount"?',
      ],
    ])
    expect(await messages('SELECT summ(amount) FROM orders')).to.deep.equal([
      ['line 1, column 8 of the query: there is no function "summ"; did you mean "sum"?', undefined],
    ])
  })

  it('fails by itself, and not in the next mod, when a value cannot be computed', async () => {
    const result = await mod.run({inputs, query: 'SELECT CAST(name AS INTEGER) AS n FROM customers'})
    expect(codes(result)).to.deep.equal(['sql_failed'])
    expect(result.errors[0]?.message).to.contain(`'Ada'`)
  })

  it('takes tables as inputs and nothing else', async () => {
    expect(codes(await mod.run({inputs: {orders: 'orders.csv'}, query: 'FROM orders'}))).to.deep.equal(['invalid_param'])
    expect(codes(await mod.run({inputs: orders, query: 'FROM orders'}))).to.deep.equal(['invalid_param'])
    expect(codes(await mod.run({inputs, query: ''}))).to.deep.equal(['invalid_param'])
    expect(codes(await mod.run({inputs}))).to.deep.equal(['missing_param'])
  })
})
