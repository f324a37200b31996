import {expect} from 'chai'
import type {JsonSchema} from '../../src/model/json.js'
import {ajvFor} from '../../src/schema/ajv.js'
import {wrongValues} from '../../src/schema/wrong-values.js'

const whole = {
  definitions: {
    rule: {type: 'object', properties: {min: {type: 'number'}, rule: {$ref: '#/definitions/rule'}}, additionalProperties: false},
  },
}

/** Why values are wrong, each of which ajv refuses, too. */
async function reasons(part: JsonSchema): Promise<readonly string[]> {
  const validate = (await ajvFor(whole)).compile({...whole, ...part} as JsonSchema)
  const wrong = wrongValues({...whole, ...part}, part)
  expect(wrong.filter(({value}) => validate(value))).to.deep.equal([])
  return wrong.map(({why}) => why)
}

describe('wrong values of a schema', () => {
  const cases: readonly (readonly [what: string, schema: JsonSchema, why: string])[] = [
    ['of another type', {type: 'string'}, 'is of type number'],
    ['null', {type: ['string', 'number']}, 'is of type null'],
    ['a fraction where whole numbers are asked for', {type: 'integer'}, 'is of type number'],
    ['that are not listed', {enum: ['a', 'b']}, 'is not one of its values'],
    ['that are not the only one', {const: 3}, 'is not one of its values'],
    ['below a minimum', {type: 'integer', minimum: 1}, 'is less than 1'],
    ['at an exclusive maximum', {type: 'number', exclusiveMaximum: 5}, 'is not less than 5'],
    ['that are too short', {type: 'string', minLength: 1}, 'is too short'],
    ['that are too long', {type: 'string', maxLength: 3}, 'is too long'],
    ['that do not match', {type: 'string', pattern: '^[0-9]+%$'}, 'does not match its pattern'],
    ['that are no date', {type: 'string', format: 'date'}, 'is no date'],
    ['that are empty lists', {type: 'array', minItems: 1}, 'has too few items'],
    ['with a wrong item', {type: 'array', items: {type: 'string'}}, 'has an item that is of type number'],
    ['that lack a key', {type: 'object', required: ['a']}, 'lacks what it needs'],
    ['with an unknown key', {type: 'object', additionalProperties: false}, 'has an unknown key'],
    ['with a wrong value at a key', {type: 'object', properties: {a: {type: 'string'}}}, 'has a a that is of type null'],
    [
      'with a wrong value at any key',
      {type: 'object', additionalProperties: {enum: [1]}},
      'has a any that is not one of its values',
    ],
    ['of no alternative', {anyOf: [{type: 'string', minLength: 3}, {type: 'array'}]}, 'is of type boolean'],
    ['of a part of all', {allOf: [{minLength: 2}, {type: 'string'}]}, 'is of type boolean'],
    ['within what is referred to', {$ref: '#/definitions/rule'}, 'has a min that is of type string'],
  ]
  for (const [what, schema, why] of cases)
    it(`are ${what}`, async () => {
      expect(await reasons(schema)).to.include(why)
    })

  it('are none where a schema takes anything', () => {
    for (const schema of [
      {},
      {description: 'Anything.'},
      {anyOf: [{type: 'string'}, {}]},
      {type: ['string', 'number', 'boolean', 'null', 'array', 'object']},
    ])
      expect(wrongValues(schema, schema)).to.deep.equal([])
  })
})
