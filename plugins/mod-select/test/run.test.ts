import {expect} from 'chai'
import {testMod, type ModTester} from 'datapy/testing'

describe('select', () => {
  let mod: ModTester
  beforeEach(async () => {
    mod = await testMod(new URL('..', import.meta.url))
  })
  afterEach(() => mod.close())

  const data = [
    {id: 1, name: 'Ann', amount: '10.50', day: '2024-02-29'},
    {id: 2, name: null, amount: '7', day: '2024-03-01'},
  ]
  const rows = async (params: object) => {
    const result = await mod.run({data, ...params})
    expect(result.errors).to.deep.equal([])
    return mod.rows(result)
  }

  it('chooses columns in the order given, and leaves others out', async () => {
    expect(await rows({columns: ['name', 'id']})).to.deep.equal([
      {name: 'Ann', id: 1},
      {name: null, id: 2},
    ])
    expect(Object.keys((await rows({exclude: ['amount', 'day']}))[0] ?? {})).to.deep.equal(['id', 'name'])
  })

  it('renames, derives from the new names and from each other, and casts last', async () => {
    const [first] = await rows({
      columns: ['id', 'amount'],
      rename: {amount: 'net'},
      derive: {gross: 'CAST(net AS DECIMAL(10,2)) * 2', label: "'no. ' || id || ': ' || gross", id: 'id + 100'},
      cast: {net: 'decimal', gross: 'DECIMAL(12,2)'},
    })
    expect(first).to.deep.equal({id: 101, net: 10.5, gross: 21, label: 'no. 1: 21.00'})
  })

  it('gives derived columns alone where all others are excluded', async () => {
    expect(await rows({exclude: ['id', 'name', 'amount', 'day'], derive: {one: '1'}})).to.deep.equal([{one: 1}, {one: 1}])
  })

  it('counts its rows', async () => {
    expect((await mod.run({data, columns: ['id']})).metrics).to.deep.equal({rows_in: 2, rows_out: 2, columns_out: 1})
  })

  it('fails at a value that cannot be cast, or makes it null', async () => {
    const {errors, exit_code: code} = await mod.run({data, cast: {amount: 'integer'}})
    expect(code).to.equal(30)
    expect(errors[0]?.message).to.include('cast of "amount": the value is no BIGINT: "10.50"')
    expect((await rows({cast: {amount: 'integer'}, on_cast_error: 'null'})).map(({amount}) => amount)).to.deep.equal([null, 7])
  })

  it('tells of everything that is wrong with names at once', async () => {
    const {errors} = await mod.run({data, columns: ['nam', 'id'], exclude: ['x'], rename: {id: 'Name'}, cast: {dat: 'date'}})
    expect(errors.map(({message}) => message)).to.deep.equal([
      'columns: there is no column "nam": did you mean "name"?',
      'exclude: there is no column "x": its columns are id, name, amount, day',
      'cast: there is no column "dat": did you mean "day"?',
    ])
  })

  it('refuses a derived column that is no expression', async () => {
    const {errors} = await mod.run({data, derive: {x: 'sum(id)'}})
    expect(errors.map(({code}) => code)).to.deep.equal(['bad_expression'])
  })
})
