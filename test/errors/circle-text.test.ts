import {expect} from 'chai'
import {circleText} from '../../src/errors/circle-text.js'

/** A circle of so many different names, the first again at its end. */
const circleOf = (count: number) => [...Array.from({length: count}, (_, index) => `m${String(index)}`), 'm0']

describe('the text of a circle', () => {
  it('shows each of its names where they are few', () => {
    expect(circleText(['a', 'a'])).to.equal('a -> a')
    expect(circleText(['a', 'b', 'a'])).to.equal('a -> b -> a')
    expect(circleText(circleOf(19)).split(' -> ')).to.deep.equal(circleOf(19))
  })

  it('shows the first of many, how many more there are, and where it closes', () => {
    const shown = circleText(circleOf(20)).split(' -> ')
    expect(shown).to.deep.equal([...circleOf(20).slice(0, 18), '(2 more)', 'm0'])
    expect(circleText(circleOf(5000))).to.match(/^m0 -> m1 -> .* -> m17 -> \(4982 more\) -> m0$/)
  })
})
