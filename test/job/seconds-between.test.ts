import {expect} from 'chai'
import {secondsBetween} from '../../src/job/seconds-between.js'

describe('secondsBetween', () => {
  it('gives seconds, with what is left of one', () => {
    expect(secondsBetween('2026-11-30T23:59:59.500Z', '2026-12-01T00:01:00.000Z')).to.equal(60.5)
  })

  it('gives none where the clock was put back', () => {
    expect(secondsBetween('2026-12-01T02:00:00.000Z', '2026-12-01T01:00:00.000Z')).to.equal(0)
  })
})
