import {expect} from 'chai'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import type {JsonSchema} from '../../src/model/json.js'
import type {Registry} from '../../src/model/registry.js'
import {makeValidator} from '../../src/schema/make-validator.js'
import {readValidator} from '../../src/schema/validator-code.js'
import {validatorFor} from '../../src/schema/validator.js'
import {frameworkRoot} from '../../src/node/framework-root.js'

const {mods} = JSON.parse(await readFile(join(frameworkRoot(), 'registry.json'), 'utf8')) as Registry
const several: Readonly<Record<string, JsonSchema>> = {
  ...Object.fromEntries(Object.entries(mods).map(([type, {config_schema: schema}]) => [type, schema])),
  patterns: {
    type: 'object',
    properties: {a: {type: 'string', pattern: '^(a+)+$'}},
    patternProperties: {'^x_': {type: 'integer'}},
  },
  formats: {
    type: 'object',
    properties: {a: {type: 'string', format: 'date-time'}, b: {type: 'string', format: 'email', minLength: 3}},
  },
  unique: {type: 'object', properties: {a: {type: 'array', uniqueItems: true}, b: {const: {c: [1]}}}},
  newest: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    $defs: {node: {type: 'object', properties: {next: {$ref: '#/$defs/node'}}, unevaluatedProperties: false}},
    properties: {a: {prefixItems: [{type: 'integer'}], items: false}, b: {$ref: '#/$defs/node'}},
  },
  empty: {},
}

/** Values of every kind under every name that a schema knows, and some that it does not. */
function samples(schema: JsonSchema): Record<string, unknown>[] {
  const names = [...Object.keys((schema['properties'] ?? {}) as object), 'x_1', 'nobody']
  const kinds = [
    null,
    true,
    -1,
    1.5,
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaab',
    '',
    [1, 1],
    [1, 'x'],
    {c: [1]},
    {next: {next: {}, more: 1}},
    {},
  ]
  return [{}, ...names.flatMap((name) => kinds.map((value) => ({[name]: value})))]
}

describe('a validator that was kept as code', () => {
  for (const [name, schema] of Object.entries(several)) {
    it(`finds the same and fills in the same as one made anew: ${name}`, async () => {
      const {validate, code} = await makeValidator(schema)
      const kept = await readValidator(code)
      if (kept === undefined) throw new Error('cannot be read')
      for (const sample of samples(schema)) {
        const [one, other] = [structuredClone(sample), structuredClone(sample)]
        expect(kept(other)).to.equal(validate(one))
        expect(other).to.deep.equal(one)
        expect(kept.errors).to.deep.equal(validate.errors)
      }
      expect(kept.schema).to.deep.equal(validate.schema)
    })
  }

  it('is not taken where it asks for what is not known, or is no code', async () => {
    expect(await readValidator('module.exports = require("node:fs").rmSync')).to.equal(undefined)
    expect(await readValidator('"use strict";module.exp')).to.equal(undefined)
    expect(await readValidator('')).to.equal(undefined)
    expect(await readValidator('module.exports = 3')).to.equal(undefined)
  })
})

describe('validatorFor', () => {
  it('puts what it makes on the shelf, and takes what lies there', async () => {
    const shelf = new Map<string, string>()
    const calls: string[] = []
    const shelves = {
      find: (schema: string) => {
        calls.push('find')
        return Promise.resolve(shelf.get(schema))
      },
      keep: (schema: string, code: string) => {
        calls.push('keep')
        shelf.set(schema, code)
        return Promise.resolve()
      },
    }
    const schema = {type: 'object', properties: {only_here: {type: 'integer'}}}
    await validatorFor(schema, shelves)
    await validatorFor({...schema}, shelves)
    expect(calls).to.deep.equal(['find', 'keep'])
    const twin = {...schema, title: 'another'}
    shelf.set(JSON.stringify(twin), (await makeValidator({type: 'object', required: ['from_the_shelf']})).code)
    const taken = await validatorFor(twin, shelves)
    expect(taken.ok && taken.value({})).to.equal(false)
    expect(calls).to.deep.equal(['find', 'keep', 'find'])
  })
})
