import {expect} from 'chai'
import type {JsonValue} from '../../src/model/json.js'
import {rowBalanceProblem} from '../../src/result/row-balance.js'

const problemOf = (rowsIn: number, rowsOut: number, metrics: Record<string, JsonValue> = {}) =>
  rowBalanceProblem('data_cleaner', {rowsIn, rowsOut, metrics})

describe('the balance of rows', () => {
  it('holds when each row that came in went out, was rejected or was dropped', () => {
    expect(problemOf(10, 10)).to.equal(undefined)
    expect(problemOf(10, 5, {rows_rejected: 2, rows_dropped: 3})).to.equal(undefined)
    expect(problemOf(10, 10, {rows_rejected: 'some', rows_dropped: null})).to.equal(undefined)
  })

  it('that does not hold says how many went where, and whose fault it is', () => {
    expect(problemOf(10, 5, {rows_rejected: 2, rows_dropped: 1})).to.deep.equal({
      code: 'row_balance',
      message: 'data_cleaner lost count of its rows: 10 came in, 5 went out, 2 rejected, 1 dropped',
      hint: 'a fault of the mod: report it to its author',
    })
    for (const more of [problemOf(10, 11), problemOf(10, 10, {rows_dropped: 1}), problemOf(10, 10, {rows_rejected: 1})])
      expect(more?.code).to.equal('row_balance')
  })
})
