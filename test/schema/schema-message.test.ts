import {expect} from 'chai'
import type {JsonObject} from '../../src/model/json.js'
import {schemaOf, told, validate} from './validate.js'

/** What is said of the parameter `a`, without its place. */
async function saidOf(property: JsonObject | boolean, value: unknown): Promise<readonly string[]> {
  const lines = told(await validate(schemaOf({a: property}), {a: value}))
  return lines.map((line) => line.replace(/^invalid_param at a[^:]*: "a" /, ''))
}

describe('what is said of a wrong value', () => {
  const quotes = 'write it without quotes; what comes from the environment is text'
  const cases: readonly (readonly [property: JsonObject | boolean, value: unknown, message: string])[] = [
    [{exclusiveMinimum: 0}, 0, 'must be more than 0, not 0'],
    [{maximum: 5}, 6, 'must be at most 5, not 6'],
    [{minLength: 3}, 'ab', 'must have at least 3 characters, not "ab"'],
    [{maxLength: 2}, 'abc', 'must have at most 2 characters, not "abc"'],
    [{minItems: 1}, [], 'must not be empty'],
    [{maxItems: 1}, [1, 2], 'must have at most 1 item'],
    [{maxItems: 2}, [1, 2, 3], 'must have at most 2 items'],
    [{minProperties: 2}, {b: 1}, 'must have at least 2 keys'],
    [{maxProperties: 1}, {b: 1, c: 2}, 'must have at most 1 key'],
    [{type: 'boolean'}, 'true', `must be true or false, not "true" (${quotes})`],
    [{type: 'number'}, '-1.5', `must be a number, not "-1.5" (${quotes})`],
    [{type: 'number'}, '1.', 'must be a number, not "1."'],
    [{type: 'number'}, 'x1', 'must be a number, not "x1"'],
    [{type: 'number'}, '1x', 'must be a number, not "1x"'],
    [{type: 'array'}, 'true', 'must be a list, not "true"'],
    [{type: 'string'}, true, 'must be text, not true (put it in quotes: "true")'],
    [{type: 'string'}, null, 'must be text, not null'],
    [{type: 'integer'}, [1], 'must be an integer, not a list'],
    [{type: ['integer', 'null']}, 'x', 'must be an integer or null, not "x"'],
    [{type: ['boolean', 'string']}, 5, 'must be true or false or text, not 5 (put it in quotes: "5")'],
    [{enum: [1, true, null]}, 'tru', 'must be one of 1, true, null, not "tru"'],
    [{enum: ['up']}, 5, 'must be one of "up", not 5'],
    [{const: 'on'}, {}, 'must be "on", not a map'],
    [{format: 'date-time'}, 'x', 'must be a time such as 2024-08-12T10:30:00Z, not "x"'],
    [{format: 'time'}, 'x', 'must be a time such as 10:30:00Z, not "x"'],
    [{format: 'email'}, 'x', 'must be an e-mail address, not "x"'],
    [{format: 'uri'}, 'x', 'must be a URI such as https://example.org/, not "x"'],
    [{format: 'uuid'}, 'x', 'must be of the form uuid, not "x"'],
    [{dependencies: {b: ['c']}}, {b: 1}, 'needs "c" where it has "b"'],
    [false, 1, 'cannot be given here'],
    [{properties: {b: {}}, additionalProperties: false}, {xyz: 1}, 'has no key "xyz" (its keys are b)'],
    [{additionalProperties: false}, {xyz: 1}, 'has no key "xyz"'],
    [{type: 'string'}, 'x'.repeat(81).split(''), 'must be text, not a list'],
    [{type: 'integer'}, 'x'.repeat(80), `must be an integer, not "${'x'.repeat(80)}"`],
    [{type: 'integer'}, 'x'.repeat(81), 'must be an integer, not a text of 81 characters'],
    [{anyOf: [{minimum: 5}, {maximum: 1}]}, 3, 'must be at least 5, not 3, or must be at most 1, not 3'],
    [
      {
        anyOf: [
          {minimum: 5, multipleOf: 2},
          {maximum: 1, multipleOf: 2},
        ],
      },
      3,
      'must be at least 5, not 3 and must be a multiple of 2, not 3, or must be at most 1, not 3 and must be a multiple of 2, not 3',
    ],
    [{oneOf: [{type: 'string'}, {type: 'boolean'}]}, 5, 'must be text or true or false, not 5'],
    [{uniqueItems: true}, [1, {b: 1}, {b: 1}], 'has a map twice'],
  ]
  for (const [property, value, message] of cases)
    it(`${JSON.stringify(property).slice(0, 60)}: ${message.slice(0, 80)}`, async () => {
      expect(await saidOf(property, value)).to.deep.equal([message])
    })

  it('of none of several forms names the way to what each lacks', async () => {
    const either = {anyOf: [{properties: {b: {type: 'integer'}}}, {properties: {b: {type: 'boolean'}}}]}
    expect(await saidOf(either, {b: 'x'})).to.deep.equal([
      '"b" must be an integer, not "x", or "b" must be true or false, not "x"',
    ])
  })

  it('of several maps is about the one that was most likely meant', async () => {
    const map = (properties: JsonObject, more: JsonObject = {}) => ({
      type: 'object',
      properties,
      additionalProperties: false,
      ...more,
    })
    const rules = {anyOf: [map({strategy: {enum: ['mean']}}), map({value: {type: 'integer'}, unit: {}}, {required: ['value']})]}
    expect(await saidOf(rules, {stratgy: 'mean'})).to.deep.equal(['has no key "stratgy" (did you mean "strategy"?)'])
    expect(told(await validate(schemaOf({a: rules}), {a: {value: 'x'}}))).to.deep.equal([
      'invalid_param at a.value: "a.value" must be an integer, not "x"',
    ])
    expect(await saidOf({oneOf: rules.anyOf}, {stratgy: 'mean'})).to.deep.equal([
      'has no key "stratgy" (did you mean "strategy"?)',
    ])
  })

  it('is of the parameters as a whole where they do not fit together', async () => {
    const all = async (more: JsonObject, params: Record<string, unknown>) =>
      told(await validate(schemaOf({a: {}, b: {}}, more), params))
    expect(await all({minProperties: 1}, {})).to.deep.equal(['invalid_param at the mod: reader must not be empty'])
    expect(await all({dependencies: {a: ['b']}}, {a: 1})).to.deep.equal([
      'invalid_param at the mod: reader needs "b" where it has "a"',
    ])
    expect(await all({propertyNames: {enum: ['b']}}, {a: 1})).to.deep.equal([
      'unknown_param at a:key: reader has no parameter "a"',
    ])
    expect(await all({oneOf: [{required: ['a']}, {required: ['b']}]}, {a: 1, b: 2})).to.deep.equal([
      'invalid_param at the mod: reader fits more than one of the forms it may have',
    ])
  })

  it('is of a value deep inside at its own place', async () => {
    const deep = {properties: {b: {items: {properties: {'c/d~e': {type: 'integer'}}}}}}
    expect(told(await validate(schemaOf({a: deep}), {a: {b: [{}, {'c/d~e': 'x'}]}}))).to.deep.equal([
      'invalid_param at a.b.1.c/d~e: "a.b[1].c/d~e" must be an integer, not "x"',
    ])
  })

  it('does not tell what depends on the side of a condition that nobody asked for', async () => {
    const when = schemaOf(
      {mode: {enum: ['fast', 'slow']}, cores: {type: 'integer'}},
      {
        if: {properties: {mode: {const: 'fast'}}, required: ['mode']},
        then: {required: ['cores']},
        else: {not: {required: ['cores']}},
      },
    )
    expect(told(await validate(when, {mode: 'fast', cores: 1}))).to.deep.equal([])
    expect(told(await validate(when, {mode: 'slow'}))).to.deep.equal([])
    expect(told(await validate(when, {mode: 'fast'}))).to.include(
      'missing_param at the mod: reader needs "cores" (add cores: integer)',
    )
    expect(told(await validate(when, {mode: 'slow', cores: 1}))).not.to.deep.equal([])
  })
})
