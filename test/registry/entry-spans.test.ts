import {expect} from 'chai'
import fc from 'fast-check'
import {entrySpans} from '../../src/registry/entry-spans.js'
import {scanJson} from '../../src/registry/scan-json.js'

describe('entrySpans', () => {
  it('finds each object of mods where the full scan finds it, in any JSON and any layout', () => {
    const mods = fc.dictionary(fc.string(), fc.dictionary(fc.string(), fc.jsonValue()))
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        mods,
        fc.constantFrom(undefined, 1, '\t\n'),
        (others, entries, space) => {
          const text = JSON.stringify({...others, mods: entries}, null, space)
          const scan = scanJson(text)
          const expected = scan.ok
            ? [...(scan.root.children.get('mods')?.children ?? [])].map(([type, {value}]) => [type, value])
            : []
          expect([...entrySpans(text)]).to.deep.equal(expected)
        },
      ),
      {numRuns: 1000},
    )
  })

  it('takes the last of keys that stand twice, and nothing of what lies deeper or beside', () => {
    const text =
      '{"a": {"mods": {"no": {}}}, "mods": {"old": {"x": 1}}, "mods": {"b": {"n": 1}, "b": {"n": 2}, "c": {"b": {}}, "d": 4}, "e": {"f": {}}}'
    const found = [...entrySpans(text)].map(([type, {start, end}]) => [type, text.slice(start, end)])
    expect(found).to.deep.equal([
      ['b', '{"n": 2}'],
      ['c', '{"b": {}}'],
    ])
  })
})
