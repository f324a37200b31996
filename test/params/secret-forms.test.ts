import {expect} from 'chai'
import {createRedactor} from '../../src/params/redact.js'

/** The text after everything that tells the secret has been hidden. */
function hidden(secret: string, text: string): string {
  const redactor = createRedactor()
  redactor.add(secret)
  return redactor.text(text)
}

describe('a secret', () => {
  const secret = 'p@ss "wörd"+/?'

  it('is hidden as JSON writes it, also inside of JSON that is a text in JSON', () => {
    const once = JSON.stringify({secret})
    expect(hidden(secret, once)).to.equal('{"secret":"***"}')
    expect(hidden(secret, JSON.stringify({once}))).to.equal(JSON.stringify({once: '{"secret":"***"}'}))
  })

  it('is hidden as URLs write it, in capitals and small letters', () => {
    for (const form of [encodeURIComponent(secret), encodeURI(secret), new URLSearchParams({s: secret}).toString().slice(2)])
      for (const written of [form, form.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())])
        expect(hidden(secret, `https://x/?s=${written}&t`)).to.equal('https://x/?s=***&t')
  })

  it('is hidden as base64 writes it, with and without what fills it up, also for URLs', () => {
    for (const text of ['pass', 'passw', 'passwo', 'password', '\u00ff\u00fe?>\u00fb~~~'])
      for (const form of ['base64', 'base64url'] as const) {
        const encoded = Buffer.from(text).toString(form)
        expect(hidden(text, `a ${encoded} b`), encoded).to.match(/^a \*\*\*=* b$/)
      }
  })

  it('is hidden in the middle of what base64 writes, wherever it begins', () => {
    const long = 'correct-horse-battery'
    for (const before of ['', 'u', 'us', 'use', 'user:'])
      for (const after of ['', '!', '!!']) {
        const encoded = Buffer.from(before + long + after).toString('base64')
        const shown = hidden(long, `Basic ${encoded}`)
        expect(shown, encoded).to.include('***')
        expect(shown.replace('***', '').length).to.be.below(6 + 4 + Math.ceil((before.length + after.length) / 3) * 4 + 4)
      }
  })

  it('of several lines is hidden line by line; a short line is not, since it may be anything', () => {
    const key = '-----BEGIN-----\r\n  abcdefgh  \nijklmno\n'
    expect(hidden(key, 'log: abcdefgh')).to.equal('log: ***')
    expect(hidden(key, 'log: -----BEGIN-----')).to.equal('log: ***')
    expect(hidden(key, 'log: ijklmno')).to.equal('log: ijklmno')
    expect(hidden(key, `"${key}"`)).to.equal('"***"')
  })

  it('of one line, and a short one, is hidden itself and not as base64, which stands in any text', () => {
    expect(hidden('abc', `abc ${Buffer.from('abc').toString('base64')}`)).to.equal('*** YWJj')
    expect(hidden(' abc ', 'x abc y')).to.equal('x***y')
    expect(hidden('', 'all of it')).to.equal('all of it')
  })
})
