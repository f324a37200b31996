import {expect} from 'chai'
import {firstProblems, mostProblems} from '../../src/errors/first-problems.js'
import {problem} from '../../src/errors/problem.js'

const many = (count: number) => Array.from({length: count}, (_, index) => problem('unknown_key', `key ${String(index)}`))

describe('problems as they are told', () => {
  it('are all of them up to a thousand', () => {
    for (const count of [0, 1, mostProblems]) expect(firstProblems(many(count))).to.deep.equal(many(count))
  })

  it('are the first of more, and that there are more', () => {
    const told = firstProblems(many(mostProblems + 1))
    expect(told.slice(0, mostProblems)).to.deep.equal(many(mostProblems))
    expect(told.slice(mostProblems)).to.have.length(1)
    expect(told[mostProblems]).to.include({
      code: 'too_many_problems',
      message: 'there are more than 1000 problems, and only these are told',
    })
  })
})
