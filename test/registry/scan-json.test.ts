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

  it('says what it expected at the first fault, and what it found', () => {
    const key = 'a key in double quotes, and ":" behind it'
    const faults: readonly (readonly [text: string, reason: string, column: number])[] = [
      ['', 'expected a value, found the end of the file', 1],
      ['  ', 'expected a value, found the end of the file', 3],
      ['[1, ]', 'expected a value, found "]"', 5],
      ['[1 2]', 'expected "," or "]", found "2]"', 4],
      ['{a: 1}', `expected ${key}, found "a: 1}"`, 2],
      ['{"a" 1}', `expected ${key}, found "1}"`, 6],
      ['{"a": 1,}', `expected ${key}, found "}"`, 9],
      ['{"a": tru}', 'expected a value, found "tru}"', 7],
      ['["a\nb"]', 'expected a value, found text that does not end on its line', 2],
      ['["\\x"]', 'expected a value, found text that does not end on its line', 2],
      ['1 2', 'expected nothing more, found "2"', 3],
      [`[${'x'.repeat(50)}`, `expected a value, found "${'x'.repeat(20)}"`, 2],
      ['[x\ny]', 'expected a value, found "x"', 2],
      ['[01]', 'expected "," or "]", found "1]"', 3],
    ]
    for (const [text, reason, column] of faults) {
      const {fault} = jsonPlaces(text, 'r.json')
      expect([fault?.reason, fault?.at.line, fault?.at.column], text).to.deep.equal([reason, 1, column])
    }
    expect(jsonPlaces('[', 'r.json').at(['x'])).to.deep.equal({file: 'r.json'})
  })

  it('takes every kind of value, and space of every kind around it', () => {
    for (const text of ['0', '-1.5e+10', '1E5', 'true', 'false', 'null', '"\\u00e9\\n\\\\\\""', ' \r\n\t[ ] ', '{ }', '[[], {}]'])
      expect(scanJson(text).ok, text).to.equal(true)
    for (const text of ['+1', '.5', '1.', '-', 'nul', "'a'", '\u00a01', '[', ']', '{"a"}', '"\\u12"', '"', '1e'])
      expect(scanJson(text).ok, text).to.equal(false)
  })

  it('gives the place of a value apart from that of its key, and ends a place at the end of its line', () => {
    const places = jsonPlaces('{"a": [1,\n 2], "b": {"c": null}}', 'r.json')
    expect(places.at(['a'], 'value')).to.deep.equal({file: 'r.json', line: 1, column: 7, length: 3})
    expect(places.at(['b'], 'value')).to.deep.equal({file: 'r.json', line: 2, column: 11, length: 11})
    expect(places.at(['b', 'c'], 'value')).to.deep.equal({file: 'r.json', line: 2, column: 17, length: 4})
    expect(places.at([])).to.deep.equal({file: 'r.json', line: 1, column: 1, length: 9})
    expect(places.at(['a', 7])).to.deep.equal(places.at(['a']))
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
    const started = process.cpuUsage()
    expect(scanJson(deep).ok).to.equal(true)
    expect(scanJson(long).ok).to.equal(true)
    const {user, system} = process.cpuUsage(started) // Of this process, however busy the machine is; in microseconds.
    expect(user + system).to.be.lessThan(5_000_000)
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
