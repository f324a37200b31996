import {expect} from 'chai'
import {testMod, type ModTester, type Row} from 'datapy/testing'
import {existsSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

const shared = fileURLToPath(new URL('../../../../shared/data', import.meta.url))

/** Data that nobody here wrote; see the README beside it. Skipped where it is not. */
describe('join on real data', function () {
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

  it('joins the payments of the jaffle shop with their orders, as a look-up by hand does', async () => {
    const orders = await read('jaffle-shop/raw_orders.csv')
    const payments = await read('jaffle-shop/raw_payments.csv')
    const result = await mod.run({
      left: payments,
      right: orders,
      on: [{left: 'order_id', right: 'id'}],
      expect: 'many_to_one',
      suffix: '_of_order',
    })
    expect(result.errors).to.deep.equal([])
    const byId = new Map(orders.map((order) => [order['id'], order]))
    const byHand = payments.map((payment) => {
      const {id, user_id, order_date, status} = byId.get(payment['order_id']) ?? {}
      return {...payment, id_of_order: id, user_id, order_date, status}
    })
    expect(await mod.rows(result)).to.deep.equal(byHand)
    expect(result.metrics).to.include({rows_out: payments.length, rows_unmatched_left: 0, rows_unmatched_right: 0})
    const other = await mod.run({left: orders, right: payments, on: [{left: 'id', right: 'order_id'}], expect: 'one_to_one'})
    expect(other.errors.map(({code}) => code)).to.deep.equal(['key_repeated'])
  })
})
