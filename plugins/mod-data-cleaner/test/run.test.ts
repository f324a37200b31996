import {expect} from 'chai'
import {useCleaner} from './use-cleaner.js'

describe('data_cleaner', () => {
  const clean = useCleaner()

  it('hands a table on as it is when it is asked for nothing', async () => {
    const data = [
      {id: '00123', n: 1, t: ' x '},
      {id: '00124', n: null, t: ''},
    ]
    const {rows, rejected, result} = await clean(data)
    expect(result.errors).to.deep.equal([])
    expect(result.status).to.equal('success')
    expect(rows).to.deep.equal(data)
    expect(rejected).to.deep.equal([])
    expect(result.metrics).to.deep.equal({
      rows_in: 2,
      rows_out: 2,
      rows_rejected: 0,
      rows_dropped: 0,
      rows_dropped_empty: 0,
      rows_dropped_missing: 0,
      rows_dropped_duplicate: 0,
      values_filled: 0,
      values_cast_to_null: 0,
    })
    expect(result.globals).to.deep.equal({row_count: 2})
  })

  it('drops empty rows, rows with something missing, and duplicates, and counts each by its reason', async () => {
    const data = [
      {a: 'x', b: 'y'},
      {a: ' ', b: null},
      {a: 'x', b: ''},
      {a: ' x', b: 'y '},
      {a: 'z', b: 'y'},
    ]
    const {rows, result} = await clean(data, {trim: true, drop_empty_rows: true, drop_missing: true, drop_duplicates: true})
    expect(rows).to.deep.equal([
      {a: 'x', b: 'y'},
      {a: 'z', b: 'y'},
    ])
    expect(result.metrics).to.include({rows_in: 5, rows_out: 2, rows_dropped: 3})
    expect(result.metrics).to.include({rows_dropped_empty: 1, rows_dropped_missing: 1, rows_dropped_duplicate: 1})
  })

  it('accounts for every row when all steps take some', async () => {
    const data = Array.from({length: 3000}, (_, i) => ({
      id: i % 7 === 0 ? null : `k${String(i % 500)}`,
      n: i % 11 === 0 ? 'bad' : String(i),
      t: i % 13 === 0 ? ' ' : 'text',
    }))
    const params = {trim: true, drop_empty_rows: true, drop_missing: ['id'], drop_duplicates: ['id'], cast: {n: 'integer'}}
    const {result, rows, rejected} = await clean(data, {...params, on_cast_error: 'reject'})
    const {rows_in: rowsIn, rows_out: out, rows_rejected: rejects, rows_dropped: dropped} = result.metrics
    expect(result.errors).to.deep.equal([])
    expect([rowsIn, out, rejects]).to.deep.equal([3000, rows.length, rejected.length])
    expect(Number(out) + Number(rejects) + Number(dropped)).to.equal(3000)
    expect(Math.min(Number(out), Number(rejects), Number(dropped))).to.be.greaterThan(0)
  })

  describe('does its steps in a fixed order, whatever their order in the job:', () => {
    it('rename before all that names columns', async () => {
      const {rows} = await clean([{A: ' x '}], {case: {b: 'upper'}, trim: ['b'], rename: {A: 'b'}})
      expect(rows).to.deep.equal([{b: 'X'}])
    })

    it('case before replace, so that one spelling is enough', async () => {
      const {rows} = await clean([{a: ' uk'}, {a: 'UK '}], {
        replace: {a: [{from: 'uk', to: 'GB'}]},
        case: {a: 'lower'},
        trim: true,
      })
      expect(rows).to.deep.equal([{a: 'GB'}, {a: 'GB'}])
    })

    it('null_values before cast, so that they are missing and not wrong', async () => {
      const {rows, result} = await clean([{n: 'n/a'}, {n: '1'}], {cast: {n: 'integer'}, null_values: ['n/a']})
      expect(result.errors).to.deep.equal([])
      expect(rows).to.deep.equal([{n: null}, {n: 1}])
    })

    it('cast before fill_missing, so that statistics are of numbers, and what became null is filled', async () => {
      const params = {fill_missing: {n: {strategy: 'mean'}}, cast: {n: 'integer'}, on_cast_error: 'null'}
      expect((await clean([{n: 'x'}, {n: '4'}, {n: '6'}], params)).rows).to.deep.equal([{n: 5}, {n: 4}, {n: 6}])
    })

    it('fill_missing before drop_missing, so that only what could not be filled is dropped', async () => {
      const {rows, result} = await clean(
        [
          {a: null, b: 1},
          {a: 'x', b: null},
        ],
        {drop_missing: true, fill_missing: {a: 'y'}},
      )
      expect(rows).to.deep.equal([{a: 'y', b: 1}])
      expect(result.metrics).to.include({rows_dropped_missing: 1, values_filled: 1})
    })

    it('drop_duplicates last, so that rows that became equal are one', async () => {
      const params = {drop_duplicates: true, cast: {a: 'integer'}, fill_missing: {b: 0}}
      const {rows} = await clean(
        [
          {a: '1', b: 0},
          {a: '1.0', b: null},
        ],
        params,
      )
      expect(rows).to.deep.equal([{a: 1, b: 0}])
    })
  })

  it('takes the values to fill with only from rows that go on', async () => {
    const data = [
      {n: '1', d: '2024-01-01'},
      {n: '100', d: 'never'},
      {n: null, d: '2024-01-02'},
      {n: '3', d: null},
    ]
    const params = {cast: {n: 'integer', d: 'date'}, on_cast_error: 'reject', fill_missing: {n: {strategy: 'mean'}}}
    expect((await clean(data, params)).rows.map(({n}) => n)).to.deep.equal([1, 2, 3])
  })

  it('drops empty rows after text was made empty, and before cast', async () => {
    const {rows, result} = await clean(
      [
        {a: ' \t', n: '-'},
        {a: 'x', n: '1'},
      ],
      {
        trim: true,
        null_values: ['-'],
        drop_empty_rows: true,
        cast: {n: 'integer'},
      },
    )
    expect(rows).to.deep.equal([{a: 'x', n: 1}])
    expect(result.metrics).to.include({rows_dropped_empty: 1, rows_dropped: 1})
  })

  it('cleans a table of a thousand columns', async () => {
    const wide = Object.fromEntries(
      Array.from({length: 1000}, (_, index) => [`column ${String(index)}`, index === 7 ? ' x ' : null]),
    )
    const {rows, result} = await clean([wide, wide], {
      trim: true,
      drop_empty_rows: true,
      drop_duplicates: true,
      fill_missing: Object.fromEntries(Object.keys(wide).map((name) => [name, 'y'])),
    })
    expect(result.errors).to.deep.equal([])
    expect(rows).to.have.length(1)
    expect(rows[0]).to.include({'column 7': 'x', 'column 8': 'y'})
  }).timeout(60_000)

  it('refuses what its schema does not have, before it runs, with 20', async () => {
    const {result} = await clean([{a: 1}], {trimm: true, case: {a: 'camel'}, on_cast_error: 'skip', replace: {a: [{from: 'x'}]}})
    expect(result.exit_code).to.equal(20)
    const codes = result.errors.map(({code}) => code)
    expect(codes).to.have.members(['unknown_param', 'invalid_param', 'invalid_param', 'invalid_param'])
    expect(result.errors.find(({code}) => code === 'unknown_param')?.hint).to.equal('did you mean "trim"?')
  })
})
