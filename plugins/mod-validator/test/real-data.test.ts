import {expect} from 'chai'
import {testMod, type ModTester, type Row} from 'datapy/testing'
import {existsSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

const shared = fileURLToPath(new URL('../../../../shared/data', import.meta.url))

/** Data that nobody here wrote; see the README beside it. Skipped where it is not. */
describe('validator on real data', function () {
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

  it('finds what is wrong with the Febrl customers, and nothing else', async () => {
    const data = await read('febrl-dirty-customers/dataset1.csv', {infer_types: false})
    const [postcode, born, state] = [' postcode', ' date_of_birth', ' state']
    const trimmed = data.map((row) => ({...row, [state]: String(row[state]).trim(), [postcode]: String(row[postcode]).trim()}))
    const states = ['nsw', 'vic', 'qld', 'wa', 'sa', 'tas', 'nt', 'act']
    const result = await mod.run({
      data: trimmed,
      rules: {
        rec_id: {unique: true, pattern: String.raw`rec-\d+-(org|dup-\d+)`},
        [postcode]: {required: true, pattern: String.raw`\d{4}`},
        [state]: {in: [...states, ''], on_fail: 'warn'},
        [born]: {pattern: String.raw`\s*(\d{8})?`},
      },
      on_fail: 'reject',
    })
    expect(result.errors).to.deep.equal([])
    const isRight = (row: Row) =>
      /^rec-\d+-(org|dup-\d+)$/.test(String(row['rec_id'])) &&
      /^\d{4}$/.test(String(row[postcode])) &&
      (row[born] === null || /^\s*(\d{8})?$/.test(String(row[born])))
    expect(await mod.rows(result)).to.deep.equal(trimmed.filter(isRight))
    const wrongStates = trimmed.filter((row) => ![...states, ''].includes(String(row[state])))
    expect(wrongStates.length).to.be.greaterThan(0)
    expect(result.warnings[0]?.message).to.contain(`in ${String(wrongStates.length)} row(s)`)
  })

  it('proves that the payments of the jaffle shop belong to orders, and orders to customers', async () => {
    const [orders, payments] = [await read('jaffle-shop/raw_orders.csv'), await read('jaffle-shop/raw_payments.csv')]
    const rules = {
      id: {unique: true, required: true},
      order_id: {references: {table: 'orders', column: 'id'}},
      payment_method: {in: ['credit_card', 'coupon', 'bank_transfer', 'gift_card']},
      amount: {min: 0},
    }
    const result = await mod.run({data: payments, references: {orders}, rules})
    expect(result.errors).to.deep.equal([])
    expect(await mod.rows(result)).to.deep.equal(payments)
    const without = await mod.run({data: payments, references: {orders: orders.slice(1)}, rules})
    const lost = payments.filter(({order_id: id}) => id === orders[0]?.['id'])
    expect(without.errors.map(({message}) => message)).to.deep.equal([
      `"order_id" is not in id of orders in ${String(lost.length)} row(s); the first is row 1 with "1"`,
    ])
  })
})
