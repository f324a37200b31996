import {expect} from 'chai'
import {useCleaner} from './use-cleaner.js'

describe('data_cleaner: cast', () => {
  const clean = useCleaner()
  const castTo = async (values: readonly (bigint | boolean | number | string | null)[], rule: unknown) => {
    const {rows, result} = await clean(
      values.map((a, id) => ({id, a})),
      {cast: {a: rule}, on_cast_error: 'null'},
    )
    expect(result.errors).to.deep.equal([])
    return rows.map(({a}) => a)
  }

  it('makes numbers of text without losing a digit', async () => {
    expect(await castTo(['9007199254740993', '1.0', ' 2 ', '-3'], 'integer')).to.deep.equal([9007199254740993n, 1, 2, -3])
    expect(await castTo(['0.1', '1', '12.50'], 'DECIMAL(10,2)')).to.deep.equal([0.1, 1, 12.5])
    expect(await castTo(['1e3', '-.5', '7'], 'double')).to.deep.equal([1000, -0.5, 7])
  })

  it('takes nothing for a number, a date or a boolean that is none, or that would be changed', async () => {
    expect(await castTo(['1.5', '1,000', 'x', '1e400', '99999999999999999999'], 'integer')).to.deep.equal(Array(5).fill(null))
    expect(await castTo(['0.125', '1234567890'], 'DECIMAL(6,2)')).to.deep.equal([null, null])
    expect(await castTo(['2023-02-29', '01/02/2024', '2024-1-1', '20240101'], 'date')).to.deep.equal(Array(4).fill(null))
    expect(await castTo(['maybe', '2'], 'boolean')).to.deep.equal([null, null])
    expect(await castTo(['2024-01-01T10:00:00'], 'timestamptz')).to.deep.equal([null])
  })

  it('makes dates, times and booleans of text', async () => {
    expect(await castTo(['2024-02-29'], 'date')).to.deep.equal(['2024-02-29'])
    expect(await castTo(['2024-01-02 03:04:05'], 'timestamp')).to.deep.equal(['2024-01-02T03:04:05'])
    expect(await castTo(['2024-01-02T03:04:05+02:00'], 'timestamptz')).to.deep.equal(['2024-01-02T01:04:05Z'])
    expect(await castTo(['10:20:30'], 'time')).to.deep.equal(['10:20:30'])
    expect(await castTo(['true', 'no', 'Y', '0'], 'boolean')).to.deep.equal([true, false, true, false])
  })

  it('makes one type of another where nothing is lost', async () => {
    expect(await castTo([1.5, 2], 'integer')).to.deep.equal([null, 2])
    expect(await castTo([2n ** 53n + 1n, 1n], 'double')).to.deep.equal([null, 1])
    expect(await castTo([7, null], 'text')).to.deep.equal(['7', null])
    expect(await castTo([1, 0, 2], 'boolean')).to.deep.equal([true, false, null])
  })

  it('reads dates in the forms that it is given, also from numbers', async () => {
    expect(
      await castTo(['31/12/2020', '2020-12-30', '31.12.2020'], {type: 'date', format: ['%d/%m/%Y', '%Y-%m-%d']}),
    ).to.deep.equal(['2020-12-31', '2020-12-30', null])
    expect(await castTo([19150718, 19151340], {type: 'date', format: '%Y%m%d'})).to.deep.equal(['1915-07-18', null])
    expect(await castTo(['02 Jan 2024 03:04'], {type: 'timestamp', format: '%d %b %Y %H:%M'})).to.deep.equal([
      '2024-01-02T03:04:00',
    ])
    expect(await castTo(['02.01.2024 03:04 +0200'], {type: 'timestamptz', format: '%d.%m.%Y %H:%M %z'})).to.deep.equal([
      '2024-01-02T01:04:00Z',
    ])
    expect(await castTo(['03h04'], {type: 'time', format: '%Hh%M'})).to.deep.equal(['03:04:00'])
  })

  it('does not cut the time off a date', async () => {
    expect(await castTo(['2024-01-02 03:04'], {type: 'date', format: '%Y-%m-%d %H:%M'})).to.deep.equal([null])
  })

  it('takes null and empty text for missing, not for wrong', async () => {
    const {rows, result} = await clean([{a: ''}, {a: null}, {a: '1'}], {cast: {a: 'integer'}})
    expect(result.errors).to.deep.equal([])
    expect(rows).to.deep.equal([{a: null}, {a: null}, {a: 1}])
  })

  const dates = [
    {id: 1, d: '2024-02-29', n: '1'},
    {id: 2, d: '2023-02-29', n: '1.5'},
    {id: 3, d: '01/02/2024', n: '2'},
    {id: 4, d: '2024-03-01', n: 'x'},
  ]
  const cast = {d: 'date', n: 'integer'}

  it('fails when values cannot be cast, with count, first value and row of each column', async () => {
    const {result, errors} = await clean(dates, {cast})
    expect(result.exit_code).to.equal(30)
    expect(result.errors.map(({code}) => code)).to.deep.equal(['cast_failed', 'cast_failed'])
    expect(errors[0]).to.match(/^cast of "d": in 2 row\(s\) the value is no DATE; the first is "2023-02-29", in row 2\./)
    expect(errors[1]).to.match(/^cast of "n": in 1 row\(s\) the value is no BIGINT; the first is "x", in row 4\./)
  })

  it('makes null what cannot be cast, when told, and counts the values', async () => {
    const {rows, result} = await clean(dates, {cast, on_cast_error: 'null'})
    expect(rows).to.deep.equal([
      {id: 1, d: '2024-02-29', n: 1},
      {id: 2, d: null, n: null},
      {id: 3, d: null, n: 2},
      {id: 4, d: '2024-03-01', n: null},
    ])
    expect(result.metrics).to.include({values_cast_to_null: 4, rows_out: 4, rows_rejected: 0})
  })

  it('moves the row to rejected, when told, as it was before, with column, value and reason', async () => {
    const {rows, rejected, result} = await clean(dates, {cast, on_cast_error: 'reject'})
    expect(rows).to.deep.equal([{id: 1, d: '2024-02-29', n: 1}])
    expect(rejected).to.deep.equal([
      {
        ...dates[1],
        reject_column: 'd',
        reject_value: '2023-02-29',
        reject_code: 'cast_failed',
        reject_reason: '"2023-02-29" in column "d" is no DATE',
      },
      {
        ...dates[2],
        reject_column: 'd',
        reject_value: '01/02/2024',
        reject_code: 'cast_failed',
        reject_reason: '"01/02/2024" in column "d" is no DATE',
      },
      {
        ...dates[3],
        reject_column: 'n',
        reject_value: 'x',
        reject_code: 'cast_failed',
        reject_reason: '"x" in column "n" is no BIGINT',
      },
    ])
    expect(result.metrics).to.include({rows_in: 4, rows_out: 1, rows_rejected: 3, rows_dropped: 0, values_cast_to_null: 0})
  })

  it('names the forms that were expected in the reason', async () => {
    const {rejected} = await clean([{d: 'x'}], {cast: {d: {type: 'date', format: ['%d.%m.%Y', '%Y']}}, on_cast_error: 'reject'})
    expect(rejected[0]?.['reject_reason']).to.equal('"x" in column "d" is no DATE of the form %d.%m.%Y or %Y')
  })

  it('cleans rows that it rejected before', async () => {
    const once = await clean([{n: 'x1'}, {n: 'x'}], {cast: {n: 'integer'}, on_cast_error: 'reject'})
    const again = await clean(once.rejected, {
      replace: {n: [{from: '^x', to: '', regex: true}]},
      cast: {n: 'integer'},
      on_cast_error: 'reject',
      fill_missing: {n: 0},
    })
    expect(again.result.errors).to.deep.equal([])
    expect(again.rows.map(({n}) => n)).to.deep.equal([1, 0])
    const thrice = await clean(once.rejected, {cast: {n: 'integer'}, on_cast_error: 'reject'})
    expect(thrice.rejected.map(({n, reject_value: value}) => [n, value])).to.deep.equal([
      ['x1', 'x1'],
      ['x', 'x'],
    ])
  })

  it('refuses a type that there is not, and a format that is none or that says nothing of the zone', async () => {
    const wrongType = await clean([{a: 'x'}], {cast: {a: 'intger'}})
    expect(wrongType.result.errors[0]).to.include({code: 'unknown_column_type', hint: 'did you mean "integer"?'})
    const {errors} = await clean([{a: 'x', b: 'x', c: 'x'}], {
      cast: {a: {type: 'date', format: '%Q'}, b: {type: 'timestamptz', format: '%Y'}, c: {type: 'timestamp', format: '%Y %z'}},
    })
    expect(errors[0]).to.match(/^cast has for "a" the format "%Q", which is none: /)
    expect(errors[1]).to.equal('cast has for "b" the format "%Y": %z belongs to timestamptz, and to it alone')
    expect(errors[2]).to.equal('cast has for "c" the format "%Y %z": %z belongs to timestamptz, and to it alone')
  })
})
