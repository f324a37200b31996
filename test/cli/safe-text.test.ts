import {expect} from 'chai'
import {safeJson, safeText} from '../../src/cli/safe-text.js'

describe('text for a stream', () => {
  it('keeps lines, tabs and the colours of DataPy, and shows what would steer a terminal', () => {
    expect(safeText('\u001b[31merror\u001b[39m:\ta\nb')).to.equal('\u001b[31merror\u001b[39m:\ta\nb')
    expect(safeText('a\u001b[2J\u001b]52;c;x\u0007\rb\u009b1m\u202ec\u001b[8md')).to.equal(
      'a␛[2J␛]52;c;x␇␍b<U+009B>1m<U+202E>c␛[8md',
    )
  })

  it('that is JSON stays JSON of the same value', () => {
    const value = {'\u202ea': ['\u009b2J', '\u001b[2J', 'ü😀']}
    const json = safeJson(JSON.stringify(value))
    expect(json).not.to.match(/[\u009b\u202e\u001b]/)
    expect(JSON.parse(json)).to.deep.equal(value)
  })
})
