import {expect} from 'chai'
import type {JsonValue} from '../../src/model/json.js'
import {circleBehind} from '../../src/params/global-circle.js'

const circleOf = (start: string, globals: Readonly<Record<string, JsonValue>>) =>
  circleBehind(start, new Map(Object.entries(globals).map(([name, value]) => [name, {value}])))

describe('circleBehind', () => {
  it('finds no circle where every way ends', () => {
    expect(circleOf('a', {a: 1})).to.equal(undefined)
    expect(circleOf('a', {a: '${b}-${c}', b: '${c}', c: 'end'})).to.equal(undefined)
    expect(circleOf('a', {a: '${elsewhere}', b: '${a}'})).to.equal(undefined)
    expect(circleOf('elsewhere', {a: '${a}'})).to.equal(undefined)
  })

  it('gives a circle from where it begins to where it begins again', () => {
    expect(circleOf('a', {a: '${a}'})).to.deep.equal(['a', 'a'])
    expect(circleOf('a', {a: '${b}', b: '${c}', c: '${a}'})).to.deep.equal(['a', 'b', 'c', 'a'])
  })

  it('leaves out what only leads there', () => {
    expect(circleOf('a', {a: '${b}', b: '${c}', c: '${b}'})).to.deep.equal(['b', 'c', 'b'])
  })

  it('looks for references in lists and maps, at each of them', () => {
    expect(circleOf('a', {a: {one: ['${end}', '${b}'], two: '${end}'}, b: ['${a}'], end: ''})).to.deep.equal(['a', 'b', 'a'])
  })

  it('takes a global that is come to by two ways for no circle, nor one that was left for another', () => {
    expect(circleOf('a', {a: '${b} ${c}', b: '${d}', c: '${d}', d: 1})).to.equal(undefined)
    expect(circleOf('a', {a: '${b} ${c}', b: '${c}', c: '${d}', d: '${c}'})).to.deep.equal(['c', 'd', 'c'])
  })

  it('reads each global once, however many ways lead to it', () => {
    // From each to the next there are two ways, and so 2^200 to the last.
    const globals = Array.from({length: 200}, (_, at) => [`g${String(at)}`, `\${g${String(at + 1)}} \${g${String(at + 1)}}`])
    expect(circleOf('g0', {...(Object.fromEntries(globals) as Record<string, string>), g200: 'end'})).to.equal(undefined)
  })

  it('follows a way that is longer than the stack is deep', () => {
    const last = 20_000
    const globals = Array.from({length: last}, (_, at) => [`g${String(at)}`, `\${g${String(at + 1)}}`])
    const circle = circleOf('g0', {...(Object.fromEntries(globals) as Record<string, string>), [`g${String(last)}`]: '${g1}'})
    expect([circle?.length, circle?.[0], circle?.at(-1)]).to.deep.equal([last + 1, 'g1', 'g1'])
  })
})
