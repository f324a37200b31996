import {expect} from 'chai'
import {testMod, type ModTester} from 'datapy/testing'

describe('sort', () => {
  let mod: ModTester
  beforeEach(async () => {
    mod = await testMod(new URL('..', import.meta.url))
  })
  afterEach(() => mod.close())

  const data = [
    {id: 1, country: 'b', amount: 2},
    {id: 2, country: 'a', amount: null},
    {id: 3, country: 'b', amount: 9},
    {id: 4, country: 'a', amount: 5},
    {id: 5, country: null, amount: 5},
  ]
  const ids = async (params: object) => {
    const result = await mod.run({data, ...params})
    expect(result.errors).to.deep.equal([])
    return (await mod.rows(result)).map(({id}) => id)
  }

  it('sorts by several columns, nulls last', async () => {
    expect(await ids({by: ['country', {column: 'amount', order: 'desc'}]})).to.deep.equal([4, 2, 3, 1, 5])
  })

  it('puts nulls first where that is asked for', async () => {
    expect(await ids({by: [{column: 'amount', nulls: 'first'}]})).to.deep.equal([2, 1, 4, 5, 3])
  })

  it('keeps the order of equal rows, also among very many', async () => {
    const many = Array.from({length: 200_000}, (_, index) => ({key: index % 3, row: index}))
    const rows = await mod.rows(await mod.run({data: many, by: [{column: 'key', order: 'desc'}]}))
    const meant = [2, 1, 0].flatMap((key) => many.filter((row) => row.key === key))
    expect(rows.map(({row}) => row)).to.deep.equal(meant.map(({row}) => row))
  })

  it('keeps the first rows only, and counts the others', async () => {
    const result = await mod.run({data, by: ['amount'], limit: 2})
    expect((await mod.rows(result)).map(({id}) => id)).to.deep.equal([1, 4])
    expect(result.metrics).to.deep.equal({rows_in: 5, rows_out: 2, rows_dropped: 3})
  })

  it('names every column that is not there, with the nearest', async () => {
    const {errors} = await mod.run({data, by: ['contry', 'x']})
    expect(errors.map(({code}) => code)).to.deep.equal(['unknown_column', 'unknown_column'])
    expect(errors[0]?.message).to.equal('by: there is no column "contry": did you mean "country"?')
  })

  it('takes a column called row', async () => {
    expect(await mod.rows(await mod.run({data: [{row: 2}, {row: 1}], by: ['row']}))).to.deep.equal([{row: 1}, {row: 2}])
  })
})
