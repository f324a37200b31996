import {expect} from 'chai'
import {testMod, type ModTester} from 'datapy/testing'

describe('union', () => {
  let mod: ModTester
  beforeEach(async () => {
    mod = await testMod(new URL('..', import.meta.url))
  })
  afterEach(() => mod.close())

  const one = [
    {id: 1, name: 'a'},
    {id: 2, name: 'b'},
  ]
  const two = [
    {Name: 'c', id: 3, city: 'x'},
    {Name: 'b', id: 2, city: null},
  ]
  const rows = async (params: Readonly<Record<string, unknown>>) => {
    const result = await mod.run(params)
    expect(result.errors).to.deep.equal([])
    return mod.rows(result)
  }

  it('puts columns of the same name together, in the order of tables and rows, null where a table has none', async () => {
    expect(await rows({data: [one, two]})).to.deep.equal([
      {id: 1, name: 'a', city: null},
      {id: 2, name: 'b', city: null},
      {id: 3, name: 'c', city: 'x'},
      {id: 2, name: 'b', city: null},
    ])
  })

  it('puts columns together by their position', async () => {
    const other = [{key: 9, label: 'z'}]
    expect(await rows({data: [one, other], by: 'position'})).to.deep.equal([...one, {id: 9, name: 'z'}])
  })

  it('drops rows that equal an earlier one, and counts them', async () => {
    const result = await mod.run({data: [one, two], mode: 'distinct'})
    expect((await mod.rows(result)).map(({id}) => id)).to.deep.equal([1, 2, 3])
    expect(result.metrics).to.deep.equal({rows_in: 4, rows_out: 3, rows_dropped: 1})
  })

  it('says which table a row came from', async () => {
    const all = await rows({data: [one, two, one], source_column: 'source'})
    expect(all.map(({source}) => source)).to.deep.equal([1, 1, 2, 2, 3, 3])
  })

  it('makes numbers wider where it must, and keeps each digit', async () => {
    const whole = await mod.table([{n: '9007199254740993'}], [{name: 'n', type: 'BIGINT'}])
    const broken = await mod.table([{n: '1.25'}], [{name: 'n', type: 'DECIMAL(10,2)'}])
    const [first, second] = await rows({data: [whole, broken]})
    expect([String(first?.['n']), String(second?.['n'])]).to.deep.equal(['9007199254740993.00', '1.25'])
  })

  it('refuses what cannot stand in one column, with both types, and a column that is there already', async () => {
    const {errors} = await mod.run({data: [one, [{id: 'x', name: 5}]], source_column: 'Name'})
    expect(errors.map(({code, message}) => [code, message])).to.deep.equal([
      ['tables_differ', 'column "id" is BIGINT in table 1 and VARCHAR in table 2: cast one of them first'],
      ['tables_differ', 'column "name" is VARCHAR in table 1 and BIGINT in table 2: cast one of them first'],
      ['tables_differ', 'source_column: there is a column "Name" already'],
    ])
  })

  it('refuses tables of different width by position', async () => {
    const {errors} = await mod.run({data: [one, two], by: 'position'})
    expect(errors[0]?.message).to.equal('table 1 has 2 columns, table 2 has 3: by position, all must have as many')
  })

  it('refuses one table alone, before it runs', async () => {
    expect((await mod.run({data: [one]})).exit_code).to.equal(20)
  })
})
