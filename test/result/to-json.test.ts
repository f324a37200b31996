import {expect} from 'chai'
import {toJson} from '../../src/result/to-json.js'

const kept = (value: unknown) => {
  const json = toJson(value)
  if (!json.ok) throw new Error(json.reason)
  return json.value
}
const reason = (value: unknown) => {
  const json = toJson(value)
  return json.ok ? undefined : json.reason
}
const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)])

describe('a value as JSON', () => {
  it('is what JSON holds, at any depth', () => {
    for (const value of [null, '', 'x', true, false, 0, -1.5, [], {}, {a: [{b: null}, 'c']}])
      expect(kept(value)).to.deep.equal(value)
  })

  it('is a copy', () => {
    const given = {list: [1]}
    const copy = kept(given)
    given.list.push(2)
    expect(copy).to.deep.equal({list: [1]})
  })

  it('has whole numbers as numbers while they are exact, else as text', () => {
    const [least, most] = [BigInt(Number.MIN_SAFE_INTEGER), BigInt(Number.MAX_SAFE_INTEGER)]
    expect(kept([7n, least, most])).to.deep.equal([7, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER])
    expect(kept([least - 1n, most + 1n])).to.deep.equal(['-9007199254740992', '9007199254740992'])
  })

  it('has dates as text', () => {
    expect(kept(new Date(0))).to.equal('1970-01-01T00:00:00.000Z')
    expect(reason(new Date('no date'))).to.equal('an invalid date')
  })

  it('leaves out what is undefined in a map, and refuses it in a list, where it would move the rest', () => {
    expect(kept({a: undefined, b: 1})).to.deep.equal({b: 1})
    expect(reason([1, undefined])).to.equal('undefined')
    expect(reason(undefined)).to.equal('undefined')
  })

  it('refuses what JSON has no way to write, also inside of others', () => {
    expect(reason(Number.NaN)).to.equal('NaN')
    expect(reason({a: [Number.POSITIVE_INFINITY]})).to.equal('Infinity')
    expect(reason(() => 1)).to.equal('a function')
    expect(reason([Symbol('s')])).to.equal('a symbol')
  })

  it('goes 64 levels deep, and no deeper', () => {
    expect(kept(nested(64))).to.deep.equal(nested(64))
    expect(reason(nested(65))).to.equal('a circle, or nested too deep')
    const circle: Record<string, unknown> = {}
    circle['self'] = circle
    expect(reason(circle)).to.equal('a circle, or nested too deep')
  })
})
