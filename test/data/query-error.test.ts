import {expect} from 'chai'
import {problemOf, useEngine} from './use-engine.js'

describe('what is wrong with a query', () => {
  const use = useEngine()
  const errorOf = async (query: string) => {
    const orders = await use.data.fromRows([{id: 1, amount: 2, name: 'a'}])
    const customers = await use.data.fromRows([{id: 1, town: 'x'}])
    const {code, message, hint} = await problemOf(use.data.sql(query, {orders, customers, more: orders}))
    expect(code).to.equal('sql_failed')
    return [message, hint]
  }

  it('is told with its line and column, and the nearest column', async () => {
    expect(await errorOf('SELECT id,\n  amuont\nFROM orders')).to.deep.equal([
      'line 2, column 3 of the query: Binder Error: Referenced column "amuont" not found in FROM clause!',
      'did you mean "amount"?',
    ])
    expect(await errorOf('SELECT * FROM orders o\nJOIN customers c ON o.id = c.iid')).to.deep.equal([
      'line 2, column 28 of the query: Binder Error: Values list "c" does not have a column named "iid"',
      'did you mean "id"?',
    ])
  })

  it('is told with the nearest input', async () => {
    expect(await errorOf('SELECT * FROM ordres')).to.deep.equal([
      'line 1, column 15 of the query: Catalog Error: Table with name ordres does not exist!',
      'did you mean "orders"?',
    ])
    expect(await errorOf('SELECT * FROM quite_another')).to.deep.equal([
      'line 1, column 15 of the query: Catalog Error: Table with name quite_another does not exist!',
      'its inputs are orders, customers, more',
    ])
  })

  it('is told without the long list of all that the engine could do instead', async () => {
    expect(await errorOf('SELECT amount + name FROM orders')).to.deep.equal([
      `line 1, column 15 of the query: Binder Error: No function matches the given name and argument types '+(BIGINT, VARCHAR)'. You might need to add explicit type casts.`,
      undefined,
    ])
    expect(await errorOf('SELECT summ(amount) FROM orders')).to.deep.equal([
      'line 1, column 8 of the query: Catalog Error: Scalar Function with name summ does not exist!',
      'did you mean "sum"?',
    ])
  })

  it('is told where a query cannot be read at all', async () => {
    expect(await errorOf('SELECT *\nFROM orders WHERE WHERE')).to.deep.equal([
      'line 2, column 19 of the query: Parser Error: syntax error at or near "WHERE"',
      undefined,
    ])
  })

  it('counts characters, also where the line is long, wide or repeated', async () => {
    const long = `'${'x'.repeat(200)}'`
    expect((await errorOf(`SELECT id,\nid AS "日本😀", ${long} AS t, amuont, ${long} AS u FROM orders`))[0]).to.match(
      /^line 2, column 223 of the query: /,
    )
    expect((await errorOf(`SELECT id, id\n, id, id\n, amuont FROM orders`))[0]).to.match(/^line 3, column 3 of the query: /)
    expect((await errorOf(`SELECT 1 AS "日本😀", amuont FROM orders`))[0]).to.match(/^line 1, column 20 of the query: /)
  })
})
