import {expect} from 'chai'
import fc from 'fast-check'
import {LeastFirst} from '../../src/job/least-first.js'

describe('numbers that are taken out least first', () => {
  it('come out in order, however they go in and are taken in between', () => {
    const add = fc.record({add: fc.integer({min: 0, max: 50})})
    fc.assert(
      fc.property(fc.array(fc.oneof(add, fc.constant('take' as const))), (steps) => {
        const numbers = new LeastFirst()
        const model: number[] = []
        for (const step of steps)
          if (step === 'take') expect(numbers.take()).to.equal(model.shift())
          else {
            numbers.add(step.add)
            model.push(step.add)
            model.sort((a, b) => a - b)
          }
        for (const left of model) expect(numbers.take()).to.equal(left)
        expect(numbers.take()).to.equal(undefined)
      }),
    )
  })

  it('are none at first', () => {
    expect(new LeastFirst().take()).to.equal(undefined)
  })
})
