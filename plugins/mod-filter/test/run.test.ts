import {expect} from 'chai'
import {testMod, type ModTester} from 'datapy/testing'

describe('filter', () => {
  let mod: ModTester
  beforeEach(async () => {
    mod = await testMod(new URL('..', import.meta.url))
  })
  afterEach(() => mod.close())

  const data = [
    {id: 1, status: 'paid', amount: 10},
    {id: 2, status: 'open', amount: null},
    {id: 3, status: null, amount: 30},
    {id: 4, status: 'paid', amount: 4},
  ]
  const ids = async (params: object) => {
    const result = await mod.run({data, ...params})
    expect(result.errors).to.deep.equal([])
    return {ids: (await mod.rows(result)).map(({id}) => id), metrics: result.metrics}
  }

  it('keeps the rows for which the expression is true, in their order, and counts the others', async () => {
    expect(await ids({where: "status = 'paid' AND amount > 5 OR id = 3"})).to.deep.equal({
      ids: [1, 3],
      metrics: {rows_in: 4, rows_out: 2, rows_dropped: 2},
    })
  })

  it('drops a row for which it is null, and keeps it with the others', async () => {
    expect((await ids({where: 'amount > 5'})).ids).to.deep.equal([1, 3])
    expect((await ids({where: 'amount > 5', keep: 'others'})).ids).to.deep.equal([2, 4])
    expect((await ids({where: 'amount IS NULL'})).ids).to.deep.equal([2])
  })

  it('refuses an unknown operator and an unknown column, and keeps no row for them', async () => {
    for (const where of ["status =~ 'p'", 'total > 5', '(SELECT true)', "status = 'a' ~ "]) {
      const result = await mod.run({data, where})
      expect(result.exit_code, where).to.equal(20)
      expect(result.errors[0]?.code, where).to.equal('bad_expression')
      expect(result.artifacts, where).to.deep.equal({})
    }
  })

  it('refuses an expression that is neither true nor false', async () => {
    const {errors} = await mod.run({data, where: 'amount + 1'})
    expect(errors[0]?.message).to.match(/where gives a value of type (BIGINT|DOUBLE|HUGEINT)/)
  })

  it('takes names with spaces and quotes, and an empty table', async () => {
    const odd = await mod.table([], [{name: 'a "b" ', type: 'BIGINT'}])
    const result = await mod.run({data: odd, where: '"a ""b"" " = 1'})
    expect(result.metrics).to.deep.equal({rows_in: 0, rows_out: 0, rows_dropped: 0})
  })

  it('keeps with incremental only what is newer than all that the last run has seen', async () => {
    const columns = [
      {name: 'id', type: 'BIGINT'},
      {name: 'at', type: 'TIMESTAMP'},
    ]
    const table = (...rows: [number, string | null][]) =>
      mod.table(
        rows.map(([id, at]) => ({id, at})),
        columns,
      )
    const seen = async (rows: Awaited<ReturnType<typeof table>>) => {
      const result = await mod.run({data: rows, where: 'id < 10', incremental: 'at'})
      return {ids: (await mod.rows(result)).map(({id}) => Number(id)), warnings: result.warnings.length, left: mod.watermark()}
    }
    const first = await table([1, '2026-01-01 10:00:00'], [2, '2026-01-02 10:00:00.25'], [10, '2026-01-09 00:00:00'], [3, null])
    expect(await seen(first)).to.deep.equal({ids: [1, 2], warnings: 1, left: '2026-01-02 10:00:00.25'})
    expect(await seen(first)).to.deep.equal({ids: [], warnings: 1, left: '2026-01-02 10:00:00.25'})
    const second = await table([2, '2026-01-02 10:00:00.25'], [4, '2026-01-02 10:00:00.251'])
    expect(await seen(second)).to.deep.equal({ids: [4], warnings: 0, left: '2026-01-02 10:00:00.251'})
  })

  it('refuses a column that is not there', async () => {
    const {errors} = await mod.run({data, where: 'true', incremental: 'amounts'})
    expect(errors).to.deep.equal([{code: 'unknown_column', message: errors[0]?.message}])
    expect(errors[0]?.message).to.include('did you mean "amount"')
  })
})
