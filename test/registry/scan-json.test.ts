import {expect} from 'chai'
import fc from 'fast-check'
import {jsonPlaces} from '../../src/registry/json-places.js'
import {scanJson} from '../../src/registry/scan-json.js'

describe('scanJson', () => {
  it('takes what JSON.parse takes, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', ',', '}', ']', '"', ':', 'x', '\\', ' ', '0', '-'),
        (text, where, put) => {
          const at = where % (text.length + 1)
          const spoilt = text.slice(0, at) + put + text.slice(put === '' ? at + 1 : at)
          for (const candidate of [text, spoilt]) expect(scanJson(candidate).ok).to.equal(isJson(candidate), candidate)
        },
      ),
      {numRuns: 2000},
    )
  })

  it('names the line and column of the first fault', () => {
    expect(jsonPlaces('{\n  "a": 1,\n}\n', 'r.json').fault).to.deep.include({at: {file: 'r.json', line: 3, column: 1, length: 1}})
    expect(jsonPlaces('{"a": 1', 'r.json').fault?.reason).to.equal('expected "," or "}", found the end of the file')
    expect(jsonPlaces("{'a': 1}", 'r.json').fault?.at).to.deep.include({line: 1, column: 2})
  })

  it('finds keys that stand twice, also when written with an escape', () => {
    const {repeated} = jsonPlaces('{"mods": {"a_b": 1,\n "a\\u005fb": 2, "c": {"x": 1, "x": 2}}, "c": {"x": 1}}', 'r.json')
    expect(repeated.map(({path, at}) => [path.join('.'), at.line])).to.deep.equal([
      ['mods.a_b', 2],
      ['mods.c.x', 2],
    ])
  })

  it('tells where keys and values stand, and the nearest ancestor of what is not there', () => {
    const places = jsonPlaces('{\n "mods": {\n  "one": {"n": [10, 20]}\n }\n}', 'r.json')
    expect(places.at(['mods', 'one'])).to.deep.equal({file: 'r.json', line: 3, column: 3, length: 5})
    expect(places.at(['mods', 'one', 'n', 1])).to.deep.equal({file: 'r.json', line: 3, column: 21, length: 2})
    expect(places.at(['mods', 'one', 'missing', 'deep'])).to.deep.include({line: 3, column: 3})
  })

  it('reads deep and long texts in a time that grows with their length alone', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
    const long = `{${Array.from({length: 200_000}, (_, index) => `"key${String(index)}": 1`).join(',')}}`
    const started = performance.now()
    expect(scanJson(deep).ok).to.equal(true)
    expect(scanJson(long).ok).to.equal(true)
    expect(performance.now() - started).to.be.lessThan(5000)
  })
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
