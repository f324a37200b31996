import {expect} from 'chai'
import {testMod, type ModTester, type Row} from 'datapy/testing'
import {existsSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

const shared = fileURLToPath(new URL('../../../../shared/data', import.meta.url))

/** Data that nobody here wrote; see the README beside it. Skipped where it is not. */
describe('aggregate on real data', function () {
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

  it('groups the planes of New York as a loop by hand does', async () => {
    const planes = await read('nycflights13/planes.csv', {null_values: ['NA']})
    const result = await mod.run({
      data: planes,
      group_by: ['manufacturer', 'engines'],
      aggregates: {
        planes: {function: 'count'},
        seats: {function: 'sum', column: 'seats'},
        oldest: {function: 'min', column: 'year'},
        models: {function: 'count_distinct', column: 'model'},
        first: {function: 'first', column: 'tailnum'},
        last: {function: 'last', column: 'tailnum'},
      },
    })
    expect(result.errors).to.deep.equal([])
    const groups = new Map<string, Row[]>()
    for (const plane of planes) {
      const key = JSON.stringify([plane['manufacturer'], plane['engines']])
      groups.set(key, [...(groups.get(key) ?? []), plane])
    }
    const byHand = [...groups.values()].map((group) => {
      const years = group.map(({year}) => year).filter((year) => typeof year === 'number')
      return {
        manufacturer: group[0]?.['manufacturer'],
        engines: group[0]?.['engines'],
        planes: group.length,
        seats: group.reduce((sum, {seats}) => sum + Number(seats), 0),
        oldest: years.length === 0 ? null : Math.min(...years),
        models: new Set(group.map(({model}) => model)).size,
        first: group[0]?.['tailnum'],
        last: group.at(-1)?.['tailnum'],
      }
    })
    expect(await mod.rows(result)).to.deep.equal(byHand)
    expect(result.metrics).to.include({rows_in: planes.length, rows_out: byHand.length})
  })
})
