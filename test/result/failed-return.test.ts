import {expect} from 'chai'
import {problem} from '../../src/errors/problem.js'
import {failedReturn} from '../../src/result/failed-return.js'

const empty = {status: 'error', metrics: {}, artifacts: {}, globals: {}, warnings: []}
const fileGone = problem('input_file_missing', 'no such file')
const broken = {code: 'E1', message: 'broken'}

describe('the return of a mod that failed', () => {
  it('holds why, and nothing else', () => {
    expect(failedReturn([broken])).to.deep.equal({...empty, exit_code: 30, errors: [broken]})
  })

  it('has the exit code of the worst of its problems, or the one that is given', () => {
    const codeOf = (...given: Parameters<typeof failedReturn>) => failedReturn(...given).exit_code
    expect(codeOf([problem('bad_reference', 'x')])).to.equal(20)
    expect(codeOf([problem('bad_reference', 'x'), broken])).to.equal(30)
    expect(codeOf([fileGone], 60)).to.equal(60)
    expect(codeOf([])).to.equal(30)
  })
})
