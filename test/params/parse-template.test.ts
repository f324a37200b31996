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
})
