import {expect} from 'chai'
import fc from 'fast-check'
import {parseTemplate} from '../../src/params/parse-template.js'
import {referencesIn} from '../../src/params/references.js'

describe('templates', () => {
  it('of any text end: parsed, or refused with a code', () => {
    fc.assert(
      fc.property(fc.string({unit: fc.constantFrom('$', '{', '}', ':', '-', '?', 'a', '.', ' ')}), (text) => {
        const parsed = parseTemplate(text)
        if (!parsed.ok) expect(parsed.problems.map(({code}) => code)).to.deep.equal(['bad_reference'])
      }),
      {numRuns: 2000},
    )
  })

  it('give back a text whose every "${" was escaped', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes('$'))
        const parsed = parseTemplate(`${text}$\${${text}`)
        expect(parsed).to.deep.equal({ok: true, value: [{kind: 'text', text: `${text}\${${text}`}]})
      }),
    )
  })

  it('are found with their place in a value, those in fallbacks too', () => {
    const found = referencesIn({a: ['x ${one.data}', {b: '${env:X:-${two}}'}], c: '$${three}', d: 4})
    expect(found.map(({path, kind, name, rest}) => ({path, kind, name, rest}))).to.deep.equal([
      {path: ['a', 0], kind: 'name', name: 'one', rest: ['data']},
      {path: ['a', 1, 'b'], kind: 'env', name: 'X', rest: []},
      {path: ['a', 1, 'b'], kind: 'name', name: 'two', rest: []},
    ])
  })

  it('give back any text in which "${" is written "$${"', () => {
    fc.assert(
      fc.property(fc.string({unit: fc.constantFrom('$', '{', '}', 'a', ':', '-')}), (text) => {
        const parsed = parseTemplate(text.split('${').join('$${'))
        expect(parsed.ok && parsed.value.map((part) => (part.kind === 'text' ? part.text : '')).join('')).to.equal(text)
      }),
      {numRuns: 2000},
    )
  })

  const fallbackOf = (text: string) => {
    const parsed = parseTemplate(text)
    const [part, second] = parsed.ok ? parsed.value : []
    expect(second).to.equal(undefined)
    return part?.kind === 'reference' ? part.fallback : undefined
  }

  it('have braces in a fallback in pairs', () => {
    expect(fallbackOf('${x:-{"a": {}}}')).to.deep.equal([{kind: 'text', text: '{"a": {}}'}])
    expect(fallbackOf('${x:-$${y}}')).to.deep.equal([{kind: 'text', text: '${y}'}])
    expect(fallbackOf('${x:-}')).to.deep.equal([])
    expect(fallbackOf('${secret:file:/a b/c:-d:-e:?f}')).to.deep.equal([{kind: 'text', text: 'd:-e:?f'}])
    expect(parseTemplate('${x:-{}').ok).to.equal(false)
  })

  it('name globals in any script', () => {
    const parsed = parseTemplate('${größe.länge_2}')
    expect(parsed.ok && parsed.value[0]).to.deep.include({target: {kind: 'name', path: ['größe', 'länge_2']}})
  })

  it('nested beyond reason are refused, and do not break the process', () => {
    const deep = (levels: number) => parseTemplate('${a:-'.repeat(levels) + '}'.repeat(levels))
    expect(deep(20).ok).to.equal(true)
    expect(deep(50_000).ok).to.equal(false)
    expect(parseTemplate('${'.repeat(50_000)).ok).to.equal(false)
  })
})
