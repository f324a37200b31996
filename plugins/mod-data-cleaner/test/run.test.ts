import {expect} from 'chai'
import {testMod, type ModTester, type Row} from 'datapy/testing'

describe('data_cleaner', () => {
  let mod: ModTester
  beforeEach(async () => {
    mod = await testMod(new URL('..', import.meta.url))
  })
  afterEach(() => mod.close())
  const clean = async (data: readonly Row[], params: object) => {
    const result = await mod.run({data, ...params})
    return {result, rows: await mod.rows(result), rejected: await mod.rows(result, 'rejected'), metrics: result.metrics}
  }

  it('hands a table on as it is when it is asked for nothing', async () => {
    const data = [
      {id: '00123', n: 1, t: ' x '},
      {id: '00124', n: null, t: ''},
    ]
    const {rows, result} = await clean(data, {})
    expect(result.errors).to.deep.equal([])
    expect(rows).to.deep.equal(data)
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

  const steps: readonly (readonly [string, Row[], object, Row[]])[] = [
    [
      'trim of all text, Unicode spaces too, empty text made null',
      [{a: '\u00a0 x\t', b: '  ', n: 1}],
      {trim: true},
      [{a: 'x', b: null, n: 1}],
    ],
    ['trim of some columns', [{a: ' x ', b: ' y '}], {trim: ['b']}, [{a: ' x ', b: 'y'}]],
    ['rename', [{a: 1, b: 2}], {rename: {a: 'x y'}}, [{'x y': 1, b: 2}]],
    ['select, by the new names', [{a: 1, b: 2, c: 3}], {rename: {a: 'x'}, select: ['c', 'x']}, [{c: 3, x: 1}]],
    [
      'case',
      [{u: 'aé', l: 'AÉ', t: 'anna maria LEE'}],
      {case: {u: 'upper', l: 'lower', t: 'title'}},
      [{u: 'AÉ', l: 'aé', t: 'Anna Maria Lee'}],
    ],
    [
      'replace of whole values, one after the other, and to null',
      [{a: 'UK'}, {a: 'UK!'}, {a: '?'}],
      {
        replace: {
          a: [
            {from: 'UK', to: 'GB'},
            {from: '?', to: null},
          ],
        },
      },
      [{a: 'GB'}, {a: 'UK!'}, {a: null}],
    ],
    ['replace by pattern', [{a: 'a-1-2'}], {replace: {a: [{from: '[0-9]', to: '#', regex: true}]}}, [{a: 'a-#-#'}]],
    [
      'fill with values, which reach null and empty text',
      [
        {a: null, n: null},
        {a: '', n: 2},
        {a: 'x', n: 3},
      ],
      {fill_missing: {a: "it's", n: 0}},
      [
        {a: "it's", n: 0},
        {a: "it's", n: 2},
        {a: 'x', n: 3},
      ],
    ],
    [
      'fill with the mean',
      [{n: 1.5}, {n: null}, {n: 2.5}],
      {fill_missing: {n: {strategy: 'mean'}}},
      [{n: 1.5}, {n: 2}, {n: 2.5}],
    ],
    [
      'fill with the median',
      [{n: 1}, {n: null}, {n: 2}, {n: 9}],
      {fill_missing: {n: {strategy: 'median'}}},
      [{n: 1}, {n: 2}, {n: 2}, {n: 9}],
    ],
    [
      'fill with the mode, the least of those as common',
      [{a: 'b'}, {a: 'a'}, {a: null}, {a: 'b'}, {a: 'a'}],
      {fill_missing: {a: {strategy: 'mode'}}},
      [{a: 'b'}, {a: 'a'}, {a: 'a'}, {a: 'b'}, {a: 'a'}],
    ],
    ['nothing to fill with', [{a: 'x', b: null}], {trim: true, fill_missing: {b: {strategy: 'mode'}}}, [{a: 'x', b: null}]],
    [
      'cast, without losing a digit',
      [{i: '9007199254740993', d: ' 2024-02-29 ', e: ''}],
      {cast: {i: 'integer', d: 'date', e: 'double'}},
      [{i: 9007199254740993n, d: '2024-02-29', e: null}],
    ],
    ['cast to text', [{n: 7}], {cast: {n: 'text'}}, [{n: '7'}]],
  ]
  for (const [what, data, params, expected] of steps) {
    it(`does: ${what}`, async () => {
      const {rows, result} = await clean(data, params)
      expect(result.errors).to.deep.equal([])
      expect(rows).to.deep.equal(expected)
    })
  }

  it('drops empty rows, rows with something missing, and duplicates, and counts each by its reason', async () => {
    const data = [
      {a: 'x', b: 'y'},
      {a: ' ', b: null},
      {a: 'x', b: ''},
      {a: ' x', b: 'y '},
      {a: 'z', b: 'y'},
    ]
    const {rows, metrics} = await clean(data, {trim: true, drop_empty_rows: true, drop_missing: true, drop_duplicates: true})
    expect(rows).to.deep.equal([
      {a: 'x', b: 'y'},
      {a: 'z', b: 'y'},
    ])
    expect(metrics).to.include({
      rows_in: 5,
      rows_out: 2,
      rows_dropped: 3,
      rows_dropped_empty: 1,
      rows_dropped_missing: 1,
      rows_dropped_duplicate: 1,
    })
  })

  it('keeps the first of rows that agree in some columns, and the order, over many rows', async () => {
    const data = Array.from({length: 30_000}, (_, i) => ({key: `k${String((i * 7919) % 10_000)}`, row: i}))
    const {rows, metrics} = await clean(data, {drop_duplicates: ['key']})
    expect(rows.map(({row}) => row)).to.deep.equal(Array.from({length: 10_000}, (_, i) => i))
    expect(metrics).to.include({rows_dropped_duplicate: 20_000})
  })

  it('takes nulls as equal when it looks for duplicates', async () => {
    const {rows} = await clean([{a: null}, {a: 'x'}, {a: null}], {drop_duplicates: true})
    expect(rows).to.deep.equal([{a: null}, {a: 'x'}])
  })

  const dates = [
    {id: 1, d: '2024-02-29', n: '1'},
    {id: 2, d: '2023-02-29', n: '1.5'},
    {id: 3, d: '01/02/2024', n: '2'},
  ]
  const casts = {cast: {d: 'date', n: 'integer'}}
  it('fails when a value cannot be cast, and names the first', async () => {
    const {result} = await clean(dates, casts)
    expect(result.exit_code).to.equal(30)
    expect(result.errors).to.have.length(1)
    expect(result.errors[0])
      .to.have.property('message')
      .that.contains('3 value(s) cannot be cast; the first is "2023-02-29" in "d"')
  })

  it('makes null what cannot be cast, when told, and counts the values', async () => {
    const {rows, metrics} = await clean(dates, {...casts, on_cast_error: 'null'})
    expect(rows).to.deep.equal([
      {id: 1, d: '2024-02-29', n: 1},
      {id: 2, d: null, n: null},
      {id: 3, d: null, n: 2},
    ])
    expect(metrics).to.include({values_cast_to_null: 3, rows_out: 3})
  })

  it('moves the row to rejected, when told, with the column, the value and the reason', async () => {
    const {rows, rejected, metrics} = await clean(dates, {...casts, on_cast_error: 'reject'})
    expect(rows).to.deep.equal([{id: 1, d: '2024-02-29', n: 1}])
    expect(
      rejected.map(({id, reject_column: column, reject_value: value, reject_code: code}) => [id, column, value, code]),
    ).to.deep.equal([
      [2, 'd', '2023-02-29', 'cast_failed'],
      [3, 'd', '01/02/2024', 'cast_failed'],
    ])
    expect(metrics).to.include({rows_in: 3, rows_out: 1, rows_rejected: 2, rows_dropped: 0})
  })

  it('fills after it casts, so that a value that became null is filled', async () => {
    const {rows} = await clean([{n: 'x'}, {n: '4'}, {n: '6'}], {
      cast: {n: 'integer'},
      on_cast_error: 'null',
      fill_missing: {n: {strategy: 'mean'}},
    })
    expect(rows).to.deep.equal([{n: 5}, {n: 4}, {n: 6}])
  })

  it('takes columns with odd names, and values with quotes, as what they are', async () => {
    const odd = 'a "b" \'c\'; DROP TABLE x --'
    const {rows, result} = await clean([{[odd]: " it's ", select: null}], {
      trim: [odd],
      fill_missing: {select: "'; DROP TABLE x --"},
      drop_duplicates: [odd],
    })
    expect(result.errors).to.deep.equal([])
    expect(rows).to.deep.equal([{[odd]: "it's", select: "'; DROP TABLE x --"}])
  })

  it('names every column that is not there, with the parameter and what there is', async () => {
    const {result} = await clean([{name: 'x', n: 1}], {trim: ['nmae'], cast: {m: 'date'}, rename: {q: 'r'}})
    expect(result.errors.map(({code}) => code)).to.deep.equal(['unknown_column', 'unknown_column', 'unknown_column'])
    expect(result.errors.map(({message}) => message)).to.include(
      'trim names the column "nmae", which is not there: there are "name", "n"',
    )
  })

  it('says what a text step, a mean or a fill value cannot do with the type of its column', async () => {
    const {result} = await clean([{n: 1, t: 'x'}], {case: {n: 'upper'}, fill_missing: {t: {strategy: 'mean'}, n: 'many'}})
    expect(result.errors.map(({code}) => code)).to.deep.equal(['wrong_column_type', 'wrong_column_type', 'wrong_column_type'])
  })

  it('refuses what its schema does not have, with 20', async () => {
    const {result} = await clean([{a: 1}], {trmi: true, case: {a: 'camel'}, on_cast_error: 'skip', replace: {a: [{from: 'x'}]}})
    expect(result.exit_code).to.equal(20)
    expect(result.errors).to.have.length(4)
  })

  it('cleans a table that has columns and no rows', async () => {
    const none = await mod.run({data: [{a: 'x'}], cast: {a: 'integer'}, on_cast_error: 'reject'})
    const again = await mod.run({
      data: none.artifacts['data'],
      trim: true,
      drop_duplicates: true,
      fill_missing: {a: {strategy: 'mean'}},
    })
    expect(again.errors).to.deep.equal([])
    expect([await mod.rows(again), again.metrics['rows_in']]).to.deep.equal([[], 0])
  })
})
