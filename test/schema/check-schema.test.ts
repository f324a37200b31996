import {expect} from 'chai'
import type {JsonSchema} from '../../src/model/json.js'
import {checkSchema} from '../../src/schema/check-schema.js'
import {schemaOf} from './validate.js'

const faults = async (schema: unknown) => {
  const checked = await checkSchema(schema as JsonSchema)
  return checked.ok ? [] : checked.problems.map(({code, message}) => `${String(code)}: ${message}`)
}

describe('a config_schema', () => {
  it('is draft-07 or 2020-12, may refer to its own parts, and may have an id', async () => {
    const sound = [
      {},
      schemaOf(
        {a: {type: 'integer', default: 1}},
        {$schema: 'http://json-schema.org/draft-07/schema#', $id: 'https://x.example/y'},
      ),
      {...schemaOf({t: {$ref: '#/definitions/t'}}), definitions: {t: {properties: {t: {$ref: '#/definitions/t'}}}}},
      schemaOf({a: {prefixItems: [{type: 'string'}]}}, {$schema: 'https://json-schema.org/draft/2020-12/schema'}),
      schemaOf({a: {default: {$ref: 'is data here'}}, b: {type: 'string', format: 'input-file'}}),
      schemaOf({a: {type: 'string', pattern: '^[\\u00e0-\\u00ff]{2,5}\\/$'}}),
    ]
    for (const schema of sound) expect(await faults(schema), JSON.stringify(schema)).to.deep.equal([])
  })

  const refused: readonly (readonly [unknown, string | RegExp])[] = [
    [null, 'is not an object'],
    [[], 'is not an object'],
    ['x', 'is not an object'],
    [{type: 'array'}, 'is of type "array", but parameters are an object'],
    [
      schemaOf({a: {type: 'strin'}}),
      'is no JSON Schema: properties.a.type must be one of "array", "boolean", "integer", "null", "number", "object", "string", not "strin" (did you mean "string"?)',
    ],
    [schemaOf({}, {required: 'a'}), 'is no JSON Schema: required must be a list, not "a"'],
    [{type: 'object', properties: []}, 'is no JSON Schema: properties must be a map, not a list'],
    [
      {$schema: 'http://json-schema.org/draft-04/schema#'},
      'is written for "http://json-schema.org/draft-04/schema#": draft-07 and 2020-12 are read',
    ],
    [schemaOf({}, {$async: true}), 'has "$async", which no JSON Schema has'],
    [
      schemaOf({a: {$ref: 'https://x.example/y'}}),
      'refers to https://x.example/y: only references inside of it ("#/…") are read',
    ],
    [schemaOf({a: {$ref: '#/definitions/x'}}), /^cannot be used: can't resolve reference #\/definitions\/x/],
    [schemaOf({a: {pattern: '(?=x)y'}}), /^has the pattern \(\?=x\)y, which cannot be matched in a time that is bounded: /],
    [schemaOf({a: {patternProperties: {'(?!x)': {}}}}), /^has the pattern \(\?!x\), which cannot be matched/],
    [schemaOf({a: {$ref: '#/properties/a'}}), /^refers to itself in a circle$/],
    [schemaOf({a: {enum: Array.from({length: 5001}, (_, index) => index)}}), /^has an enum of 5001 values/],
    [schemaOf({a: {examples: Array.from({length: 100_000}, () => 1)}}), /^is too large/],
    [schemaOf({a: {pattern: '('}}), /^has the pattern \(, which cannot be matched/],
    [
      schemaOf({a: {type: 'integer', default: 'x'}}),
      'has a default for "a" that is not valid itself: it must be an integer, not "x"',
    ],
    [
      schemaOf({a: {type: 'array', items: {type: 'string'}, default: ['x', 5]}}),
      'has a default for "a" that is not valid itself: 1 must be text, not 5',
    ],
    [
      schemaOf({a: {properties: {'b/c': {type: 'integer', default: 'x'}}}}),
      'has a default for "b/c" that is not valid itself: it must be an integer, not "x"',
    ],
    [
      {...schemaOf({a: {$ref: '#/definitions/n', default: 'x'}}), definitions: {n: {type: 'integer'}}},
      'has a default for "a" that is not valid itself: it must be an integer, not "x"',
    ],
  ]
  for (const [schema, fault] of refused) {
    it(`is not ${JSON.stringify(schema).slice(0, 90)}`, async () => {
      const found = (await faults(schema)).map((one) => one.replace('bad_config_schema: config_schema ', ''))
      expect(found).to.have.length(1)
      if (typeof fault === 'string') expect(found[0]).to.equal(fault)
      else expect(found[0]).to.match(fault)
    })
  }
})
