import {expect} from 'chai'
import fc from 'fast-check'
import {inspect} from 'node:util'
import {createRedactor} from '../../src/params/redact.js'

describe('the redactor', () => {
  it('hides a secret raw and as URL, base64 and JSON write it, also inside of keys and nested values', () => {
    fc.assert(
      fc.property(fc.string({minLength: 8}), (secret) => {
        fc.pre(secret.trim().length >= 8)
        const redactor = createRedactor()
        redactor.add(secret)
        const forms = [
          secret,
          encodeURIComponent(secret),
          Buffer.from(secret).toString('base64'),
          JSON.stringify(secret).slice(1, -1),
        ]
        const written = JSON.stringify(redactor.value({[`k${secret}`]: forms.map((form) => [`<${form}>`])}))
        for (const form of forms) expect(written.includes(`<${form}>`)).to.equal(false)
      }),
    )
  })

  it('leaves everything alone while it knows no secret, and live objects always', () => {
    const table = new Map([['secret', 1]])
    const value = {table, text: 'secret'}
    const redactor = createRedactor()
    redactor.add('')
    expect(redactor.value(value)).to.equal(value)
    redactor.add('secret')
    expect(redactor.value(value)).to.deep.equal({table, text: '***'})
    expect(redactor.value(value).table).to.equal(table)
  })

  const redacted = (secret: string, text: string) => {
    const redactor = createRedactor()
    redactor.add(secret)
    return redactor.text(text)
  }

  it('hides a secret in the middle of what base64 wrote, as HTTP does with a user and a password', () => {
    for (const user of ['u', 'me', 'ada', 'lovelace']) {
      const header = Buffer.from(`${user}:correct horse battery:x`).toString('base64')
      const shown = redacted('correct horse battery', `Authorization: Basic ${header}`)
      const left = Buffer.from(shown.replace(/.*Basic /, ''), 'base64').toString()
      expect(shown, user).to.include('***')
      expect(left, user).not.to.include('horse')
    }
  })

  it('hides each line of a key, since logs are written line by line', () => {
    const key = '-----BEGIN KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEF\n-----END KEY-----'
    for (const line of key.split('\n')) expect(redacted(key, `read ${line}.`)).to.equal('read ***.')
  })

  it('hides forms that overlap wholly, and what stands side by side as one', () => {
    const redactor = createRedactor()
    for (const secret of ['abcdef', 'defghi', '123456']) redactor.add(secret)
    expect(redactor.text('<abcdefghi> <abcdef123456> <abcdeabcdef>')).to.equal('<***> <***> <abcde***>')
  })

  it('hides what a form of a web page sends, in either case of its codes', () => {
    expect(redacted('a b/ü&c', 'p=a+b%2F%C3%BC%26c&q=a%20b%2f%c3%bc%26c')).to.equal('p=***&q=***')
  })

  it('leaves the names in a document alone when a secret is short', () => {
    const redactor = createRedactor()
    redactor.add('s')
    expect(redactor.value({status: 'success', text: 'is so', 'as told': 1})).to.deep.equal({
      status: 'success',
      text: 'i*** ***o',
      'a*** told': 1,
    })
  })

  it('hides what markup, SQL, CSV, hex, a connection string and the console make of it', () => {
    const secret = `a'b"c&<d>\\é[x]`
    for (const form of [
      Buffer.from(secret).toString('hex'),
      'a&#39;b&quot;c&amp;&lt;d&gt;\\é[x]',
      `a''b"c&<d>\\é[x]`,
      `a'b""c&<d>\\é[x]`,
      `a'b\\"c&<d>\\\\\\u00e9[x]`,
      Object.assign(new URL('db://user@host'), {password: secret}).password,
    ])
      expect(redacted(secret, `<${form}>`), form).to.equal('<***>')
    expect(redacted(secret, inspect([secret]))).to.match(/^\[ .\*{3}. \]$/)
  })

  it('hides the beginning of one that somebody has cut short', () => {
    expect(redacted('hunter2-and-more', 'is "xhunter2-an…", or hunter... or hun...')).to.equal('is "x***…", or ***... or hun...')
  })

  it('hides a number that is the secret, and counts never', () => {
    const redactor = createRedactor()
    redactor.add('83920174')
    redactor.add('30')
    expect(redactor.value({pin: 83920174, exit_code: 30, rows: 183920174})).to.deep.equal({
      pin: '***',
      exit_code: 30,
      rows: 183920174,
    })
  })

  it('takes any text for a secret, also one that is no Unicode', () => {
    expect(redacted('pass\ud800word', 'x pass\ud800word y')).to.equal('x *** y')
  })
})
