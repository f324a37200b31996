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

  it('finds them however they are written: spaces, escapes, braces and quotes in texts, lists, nothing at all', () => {
    const found = (text: string) => [...entrySpans(text)].map(([type, {start, end}]) => [type, text.slice(start, end)])
    const odd = '{"\\\\": {"a": "}\\"{"}, "b\\u0063" \t:\n {"x": [{"y": {}}, "]"]}, "c": {}, "d": [{"no": 1}]}'
    expect(found(`{"x": "mods", "_": [{"mods": {"no": {}}}], "mods" : ${odd}, "z": {"mods": {}}}`)).to.deep.equal([
      ['\\', '{"a": "}\\"{"}'],
      ['bc', '{"x": [{"y": {}}, "]"]}'],
      ['c', '{}'],
      ['d', '[{"no": 1}]'],
    ])
    for (const text of ['{}', '[]', '"mods"', '{"mods": {}}', '{"mods": 5}', '{"mods": {"a": 5}}'])
      expect(found(text)).to.deep.equal([])
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
