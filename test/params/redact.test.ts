import {expect} from 'chai'
import fc from 'fast-check'
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
})
