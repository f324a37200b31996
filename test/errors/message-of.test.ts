import {expect} from 'chai'
import fc from 'fast-check'
import {clipped, messageOf} from '../../src/errors/message-of.js'

describe('the message of what was thrown', () => {
  it('is that of an error, its name where it has none, and the text itself where a text was thrown', () => {
    expect(messageOf(new Error('disk on fire'))).to.equal('disk on fire')
    expect(messageOf(new RangeError())).to.equal('RangeError')
    expect(messageOf(Object.assign(new Error(), {name: ''}))).to.equal('an error without a message')
    expect(messageOf('just text')).to.equal('just text')
  })

  it('names the type of whatever is no error', () => {
    for (const [thrown, type] of [
      [undefined, 'undefined'],
      [null, 'object'],
      [7, 'number'],
      [{message: 'no error'}, 'object'],
      [Symbol('s'), 'symbol'],
    ] as const)
      expect(messageOf(thrown)).to.equal(`a value of type ${type}`)
  })

  it('is found where the error does not let itself be read, or holds what is no text', () => {
    const unreadable = new Error('x')
    Object.defineProperty(unreadable, 'message', {
      get() {
        throw new Error('no')
      },
    })
    expect(messageOf(unreadable)).to.equal('an error that cannot be read')
    const {proxy, revoke} = Proxy.revocable({}, {})
    revoke()
    expect(messageOf(proxy)).to.equal('an error that cannot be read')
    expect(messageOf(Object.assign(new Error('x'), {message: 7}))).to.equal('Error')
    expect(messageOf(Object.assign(new Error('x'), {message: 7, name: {}}))).to.equal('an error without a message')
  })

  it('is told in words whatever it was', () => {
    fc.assert(
      fc.property(fc.anything(), (thrown) => {
        expect(messageOf(thrown)).to.be.a('string')
      }),
    )
  })

  it('is cut off where nobody reads on, and says how long it was', () => {
    expect(messageOf(new Error('x'.repeat(65_536)))).to.equal('x'.repeat(65_536))
    expect(messageOf('x'.repeat(100_000))).to.equal(`${'x'.repeat(65_536)}… (100000 characters)`)
    expect(clipped('abcdef', 3)).to.equal('abc… (6 characters)')
    expect(clipped('abc', 3)).to.equal('abc')
  })
})
