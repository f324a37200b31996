import {expect} from 'chai'
import type {JsonSchema} from '../../src/model/json.js'
import {checkSchema} from '../../src/schema/check-schema.js'
import {describeParams, exampleParams} from '../../src/schema/describe-params.js'

describe('checkSchema', () => {
  it('takes draft-07 and 2020-12', async () => {
    for (const $schema of ['http://json-schema.org/draft-07/schema#', 'https://json-schema.org/draft/2020-12/schema']) {
      const schema = {$schema, type: 'object', properties: {a: {type: 'string', default: 'x'}}}
      expect(await checkSchema(schema)).to.deep.equal({ok: true, value: schema})
    }
  })

  const wrong: readonly (readonly [string, JsonSchema])[] = [
    ['a type that is none', {type: 'object', properties: {a: {type: 'strng'}}}],
    ['parameters that are no object', {type: 'array'}],
    ['a reference to elsewhere', {type: 'object', properties: {a: {$ref: 'https://example.org/x.json'}}}],
    ['a reference to nothing', {type: 'object', properties: {a: {$ref: '#/definitions/none'}}}],
    ['a pattern that is none', {type: 'object', properties: {a: {type: 'string', pattern: '('}}}],
    ['a default that is not valid itself', {type: 'object', properties: {a: {type: 'integer', default: 'x'}}}],
  ]
  for (const [what, schema] of wrong) {
    it(`refuses ${what}`, async () => {
      const checked = await checkSchema(schema)
      expect(new Set(checked.ok ? [] : checked.problems.map(({code}) => code))).to.deep.equal(new Set(['bad_config_schema']))
    })
  }
})

describe('describeParams', () => {
  const config_schema: JsonSchema = {
    type: 'object',
    required: ['b'],
    properties: {
      a: {type: 'array', items: {type: 'string'}, default: [], description: 'some'},
      b: {type: 'string', format: 'input-file', examples: ['in.csv']},
      c: {enum: ['x', 'y']},
    },
  }

  it('lists what is required first, with types in words', () => {
    expect(describeParams(config_schema)).to.deep.equal([
      {name: 'b', type: 'path of a file to read', required: true, description: ''},
      {name: 'a', type: 'list of text', required: false, default: [], description: 'some'},
      {name: 'c', type: 'one of its values', required: false, description: '', values: ['x', 'y']},
    ])
  })

  it('gives the smallest parameters that work', () => {
    const ports = {input_ports: ['data'], output_ports: [], globals_produced: [], globals_consumed: []}
    expect(exampleParams({config_schema, interface: ports})).to.deep.equal({data: '${earlier_mod.data}', b: 'in.csv'})
  })
})
