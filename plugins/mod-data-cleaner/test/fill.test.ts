import {expect} from 'chai'
import type {Cell} from 'datapy/testing'
import {useCleaner} from './use-cleaner.js'

describe('data_cleaner: fill_missing', () => {
  const clean = useCleaner()
  const filled = async (values: readonly Cell[], filler: unknown, more: object = {}) => {
    const {rows, result} = await clean(
      values.map((a, id) => ({id, a})),
      {fill_missing: {a: filler}, ...more},
    )
    expect(result.errors).to.deep.equal([])
    return rows.map(({a}) => a)
  }

  it('fills with a value, plain or named as one, where there is null or empty text', async () => {
    expect(await filled([null, '', 'x'], "it's")).to.deep.equal(["it's", "it's", 'x'])
    expect(await filled([null, 2], 0)).to.deep.equal([0, 2])
    expect(await filled([null, true], false)).to.deep.equal([false, true])
    expect(await filled([null, 'x'], {value: 'mean'})).to.deep.equal(['mean', 'x'])
    expect(await filled([null, '2024-01-02'], {value: '2024-01-01'}, {cast: {a: 'date'}})).to.deep.equal([
      '2024-01-01',
      '2024-01-02',
    ])
  })

  it('fills with the mean, rounded to the type of the column', async () => {
    expect(await filled([1.5, null, 2.75], {strategy: 'mean'})).to.deep.equal([1.5, 2.125, 2.75])
    expect(await filled([1, null, 2], {strategy: 'mean'})).to.deep.equal([1, 2, 2])
    expect(await filled(['1.10', null, '1.25'], {strategy: 'mean'}, {cast: {a: 'DECIMAL(10,2)'}})).to.deep.equal([
      1.1, 1.18, 1.25,
    ])
  })

  it('fills with the median, the middle of two where their number is even', async () => {
    expect(await filled([1, null, 2, 90], {strategy: 'median'})).to.deep.equal([1, 2, 2, 90])
    expect(await filled([10, null, 20], {strategy: 'median'})).to.deep.equal([10, 15, 20])
    expect(await filled([1, null, 2], {strategy: 'median'})).to.deep.equal([1, 2, 2])
    expect(await filled(['1.10', null, '1.25'], {strategy: 'median'}, {cast: {a: 'DECIMAL(10,2)'}})).to.deep.equal([
      1.1, 1.18, 1.25,
    ])
  })

  it('fills with the mode, the least of those that are as common', async () => {
    expect(await filled(['b', 'a', null, 'b', 'a', 'c'], {strategy: 'mode'})).to.deep.equal(['b', 'a', 'a', 'b', 'a', 'c'])
    expect(await filled(['2024-01-02', null], {strategy: 'mode'}, {cast: {a: 'date'}})).to.deep.equal([
      '2024-01-02',
      '2024-01-02',
    ])
  })

  it('keeps a value that is no number out of the statistics', async () => {
    expect(await filled([Number.NaN, 1.5, 2.5, null], {strategy: 'mean'})).to.deep.equal([Number.NaN, 1.5, 2.5, 2])
  })

  it('counts what it filled in the rows that go on', async () => {
    const {result} = await clean(
      [
        {a: null, b: null},
        {a: null, b: 'x'},
      ],
      {fill_missing: {a: 'y'}, drop_missing: ['b']},
    )
    expect(result.metrics).to.include({values_filled: 1, rows_dropped_missing: 1})
  })

  it('warns when a column has no value to take one from, and leaves it', async () => {
    const {result, rows} = await clean([{a: 'x', b: null}], {fill_missing: {b: {strategy: 'mode'}}})
    expect([result.status, result.exit_code]).to.deep.equal(['warning', 10])
    expect(result.warnings).to.deep.equal([
      {code: 'nothing_to_fill_with', message: 'fill_missing: "b" has no value to take the mode of'},
    ])
    expect(rows).to.deep.equal([{a: 'x', b: null}])
  })

  it('refuses a mean of text, a value of another type, and a strategy that looks like a value', async () => {
    const {errors, result} = await clean([{t: 'x', n: 1, m: 2, u: 'y'}], {
      fill_missing: {t: {strategy: 'mean'}, n: 'many', m: 1.5, u: 'mode'},
    })
    expect(result.errors.map(({code}) => code)).to.deep.equal(Array(4).fill('wrong_value'))
    expect(errors[0]).to.equal('fill_missing takes the mean of "t", which is VARCHAR: cast it to a number first')
    expect(errors[1]).to.match(/^fill_missing puts "many" into "n", which is BIGINT: /)
    expect(errors[2]).to.match(/^fill_missing puts 1.5 into "m", which is BIGINT: /)
    expect(errors[3]).to.equal('fill_missing has "mode" for "u": write {strategy: mode}, or {value: mode} for the word')
  })
})
