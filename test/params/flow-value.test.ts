import {expect} from 'chai'
import fc from 'fast-check'
import type {JsonValue} from '../../src/model/json.js'
import {parseYamlDocument} from '../../src/node/yaml-document.js'
import {flowValue} from '../../src/params/flow-value.js'

describe('a value on the command line', () => {
  const read: readonly (readonly [string, JsonValue])[] = [
    ['5', 5],
    ['-0.5', -0.5],
    ['.5', 0.5],
    ['1e3', 1000],
    ['true', true],
    ['null', null],
    ['~', null],
    ['"5"', '5'],
    ["'it''s'", "it's"],
    ['"a\\nb"', 'a\nb'],
    ['[id, name]', ['id', 'name']],
    ['[id,"first name", 3, [a], {b: 1}]', ['id', 'first name', 3, ['a'], {b: 1}]],
    ['[]', []],
    ['{}', {}],
    ['{id: text, amount: decimal(18)}', {id: 'text', amount: 'decimal(18)'}],
    ['{"a":1,b: [x y, z], c: }', {a: 1, b: ['x y', 'z'], c: null}],
    [' [ 1 , 2 ] ', [1, 2]],
    ['[12:30, a:b]', ['12:30', 'a:b']],
  ]
  for (const [text, value] of read) {
    it(`is read: ${text}`, () => {
      expect(flowValue(text)).to.deep.equal(value)
    })
  }

  const texts = [
    '',
    'hello',
    'hello world',
    '2024-08-12',
    '12:30',
    'a=b',
    'a: b',
    '007',
    '12345678901234567890',
    '1e999',
    '0x1f',
    '+',
    '.',
    'True story',
    '[a',
    '[a]*.csv',
    '[a, , b]',
    '{a,b}',
    '{a,b}.csv',
    '{a: 1, a: 2}',
    '{__proto__: 1}',
    '"open',
    '"a" b',
    "'open",
    '[*.csv]',
    '${x}',
    ';',
    '|',
    '#',
    '['.repeat(100) + ']'.repeat(100),
  ]
  for (const text of texts) {
    it(`is text: ${text.slice(0, 30)}`, () => {
      expect(flowValue(text)).to.equal(undefined)
    })
  }

  it('that is JSON is what JSON says', () => {
    fc.assert(
      fc.property(fc.jsonValue({maxDepth: 4}), (value) => {
        const text = JSON.stringify(value)
        fc.pre(!text.includes('__proto__') && !/\d{16}|\de[+-]?\d/.test(text) && typeof value !== 'string')
        expect(flowValue(text)).to.deep.equal(JSON.parse(text))
      }),
      {numRuns: 500},
    )
  })

  it('is never another than the same text is in a job', async () => {
    const unit = fc.constantFrom(...Array.from('[]{}:, ab1-."'))
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(fc.constantFrom('[', '{'), fc.string({unit, maxLength: 10}), fc.constantFrom(']', '}')),
        async (parts) => {
          const text = parts.join('')
          const value = flowValue(text)
          const parsed = await parseYamlDocument(text, '/f')
          if (value !== undefined && parsed.ok) expect(parsed.value.value, text).to.deep.equal(value)
        },
      ),
      {numRuns: 3000},
    )
  })
})
