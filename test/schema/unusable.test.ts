import {expect} from 'chai'
import {unusable} from '../../src/schema/unusable.js'

describe('why no validator can be made of a schema', () => {
  it('is a circle, a fault of the library in words of our own, or what the library says', () => {
    expect(unusable(new RangeError('Maximum call stack size exceeded'))).to.equal('refers to itself in a circle')
    for (const fault of [new TypeError('x is undefined'), new ReferenceError('y')])
      expect(unusable(fault)).to.equal('cannot be used: it has keywords within each other that no validator can be made of')
    expect(unusable(new Error("can't resolve reference #/x"))).to.equal("cannot be used: can't resolve reference #/x")
    expect(unusable('a text')).to.equal('cannot be used: a text')
  })
})
