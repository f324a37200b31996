import {expect} from 'chai'
import {testMod, type ModTester, type Row} from 'datapy/testing'
import {existsSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

const shared = fileURLToPath(new URL('../../../../shared/data', import.meta.url))

/** Data that nobody here wrote; see the README beside it. Skipped where it is not. */
describe('sql on real data', function () {
  let reader: ModTester
  let mod: ModTester
  before(function () {
    // Without ../shared/data there is nothing to read.
    if (!existsSync(shared)) this.skip() // ../shared/data is not there
  })
  beforeEach(async () => {
    reader = await testMod(new URL('../../mod-csv-reader', import.meta.url))
    mod = await testMod(new URL('..', import.meta.url))
  })
  afterEach(async () => {
    await reader.close()
    await mod.close()
  })
  const read = async (file: string, params: object = {}): Promise<readonly Row[]> => {
    const result = await reader.run({file_path: `${shared}/${file}`, ...params})
    expect(result.errors).to.deep.equal([])
    return reader.rows(result)
  }

  it('makes the customers of the jaffle shop as its own model does', async () => {
    const [customers, orders, payments] = [
      await read('jaffle-shop/raw_customers.csv'),
      await read('jaffle-shop/raw_orders.csv'),
      await read('jaffle-shop/raw_payments.csv'),
    ]
    const result = await mod.run({
      inputs: {customers, orders, payments},
      query: `
        WITH customer_orders AS (
          SELECT user_id, min(order_date) AS first_order, count(*) AS number_of_orders FROM orders GROUP BY user_id
        ), customer_payments AS (
          SELECT user_id, sum(amount) / 100 AS lifetime_value
          FROM payments LEFT JOIN orders ON payments.order_id = orders.id
          GROUP BY user_id
        )
        SELECT c.id, first_name, first_order, number_of_orders, lifetime_value
        FROM customers c
        LEFT JOIN customer_orders o ON o.user_id = c.id
        LEFT JOIN customer_payments p ON p.user_id = c.id
        ORDER BY c.id`,
    })
    expect(result.errors).to.deep.equal([])
    const userOf = new Map(orders.map(({id, user_id: user}) => [id, user]))
    const byHand = customers.map(({id, first_name}) => {
      const own = orders.filter((order) => order['user_id'] === id)
      const paid = payments.filter(({order_id: order}) => userOf.get(order ?? null) === id)
      const cents = paid.reduce((sum, {amount}) => sum + Number(amount), 0)
      return {
        id,
        first_name,
        first_order: own.map(({order_date: date}) => String(date)).toSorted()[0] ?? null,
        number_of_orders: own.length === 0 ? null : own.length,
        lifetime_value: paid.length === 0 ? null : cents / 100,
      }
    })
    expect(await mod.rows(result)).to.deep.equal(byHand)
    expect(result.metrics).to.include({rows_in: customers.length + orders.length + payments.length, rows_out: 100})
  })
})
