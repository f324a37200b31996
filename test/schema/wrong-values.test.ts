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

  it('are all that a schema says, and each of its types', async () => {
    const number = {type: 'integer', minimum: 1, maximum: 5, exclusiveMinimum: 0, exclusiveMaximum: 6}
    expect(wrongValues(number, number)).to.deep.include.members([
      {value: 0, why: 'is less than 1'},
      {value: 6, why: 'is more than 5'},
      {value: 0, why: 'is not more than 0'},
      {value: 6, why: 'is not less than 6'},
    ])
    const text = {type: 'string', minLength: 3, maxLength: 4, pattern: '^[a-z]*$', format: 'uuid'}
    expect(wrongValues(text, text)).to.deep.include.members([
      {value: 'xx', why: 'is too short'},
      {value: 'xxxxx', why: 'is too long'},
      {value: '\u0000', why: 'does not match its pattern'},
      {value: 'none of it at all', why: 'is no uuid'},
    ])
    for (const part of [number, text, {type: 'array', minItems: 1, items: text}, {type: 'object', minProperties: 1}])
      await reasons(part)
    expect(await reasons({type: 'object', minProperties: 1})).to.include('lacks what it needs')
    expect(await reasons({type: 'boolean'})).to.deep.equal(
      ['string', 'integer', 'number', 'null', 'array', 'object'].map((type) => `is of type ${type}`),
    )
    expect(await reasons({type: 'number'})).not.to.include('is of type integer')
  })

  it('of what lists its values are of another type than these, or not among them', async () => {
    expect(await reasons({enum: [null, []]}))
      .to.include('is of type string')
      .and.not.include('is of type null')
    expect(wrongValues({}, {enum: [3, 7, 1]})).to.deep.include({value: 8, why: 'is not one of its values'})
    expect(wrongValues({}, {const: 1.5})).to.deep.include({value: 2.5, why: 'is not one of its values'})
    expect(wrongValues({}, {const: 'x'})).to.deep.include({value: 'none of the values', why: 'is not one of its values'})
    for (const only of [null, [], {}, true, 1.5]) expect(await reasons({const: only})).not.to.deep.equal([])
  })

  it('ask for nothing that a schema does not say', () => {
    const quiet = {type: ['string', 'array', 'object', 'integer'], minLength: 0, maxLength: 10_000, minItems: 0, minProperties: 0}
    expect(wrongValues(quiet, {...quiet, pattern: '', format: 'input-file'}).map(({why}) => why)).to.deep.equal([
      'is of type number',
      'is of type boolean',
      'is of type null',
    ])
    expect(wrongValues({}, {type: 'string', pattern: '('}).map(({why}) => why)).not.to.include('does not match its pattern')
  })

  it('are looked for three levels deep', () => {
    const nest = (levels: number): JsonSchema => (levels === 0 ? {type: 'boolean'} : {type: 'array', items: nest(levels - 1)})
    const deepest = (levels: number) =>
      wrongValues(nest(levels), nest(levels)).filter(({why}) => why.endsWith('is of type null')).length
    expect([1, 2, 3, 4, 5].map(deepest)).to.deep.equal([2, 3, 4, 4, 4])
    const maps = {type: 'object', properties: {a: {type: 'object', properties: {b: {type: 'null'}}}}}
    expect(wrongValues(maps, maps).map(({why}) => why)).to.include('has a a that has a b that is of type string')
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
