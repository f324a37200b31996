import {expect} from 'chai'
import fc from 'fast-check'
import type {JsonObject, JsonSchema, JsonValue} from '../../src/model/json.js'
import {checkSchema} from '../../src/schema/check-schema.js'
import {validateParams} from '../../src/schema/validate-params.js'
import {cell, share} from './cell.js'
import {expectTold, jargon, tryGenerated} from './generated.js'

const names = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', 'é', '~/%')
const {value} = fc.letrec<{value: JsonValue}>((tie) => ({
  value: fc.oneof(
    {depthSize: 'small'},
    fc.constantFrom<JsonValue>(null, true, false, 0, -1, 1.5, 1e308, '', 'a', '2024-08-12', '\0', '\uD800', '__proto__'),
    fc.string({maxLength: 6}),
    fc.array(tie('value'), {maxLength: 3}),
    fc.dictionary(names, tie('value'), {maxKeys: 3}),
  ),
}))
const count = fc.nat(3)
const {schema} = fc.letrec<{schema: JsonValue; list: JsonValue[]}>((tie) => ({
  list: fc.array(tie('schema'), {minLength: 1, maxLength: 3}),
  schema: fc.oneof(
    {depthSize: 'small'},
    fc.boolean(),
    fc.record<JsonObject>(
      {
        type: fc.constantFrom('string', 'number', 'integer', 'boolean', 'null', 'array', 'object'),
        enum: fc.uniqueArray(value, {minLength: 1, maxLength: 3, selector: (one) => JSON.stringify(one)}),
        const: value,
        minimum: count,
        exclusiveMaximum: count,
        multipleOf: fc.constantFrom(1, 0.5, 3),
        minLength: count,
        maxLength: count,
        pattern: fc.constantFrom('^a', '^(a+)+$', '\\d{2}', '(a|aa)*b', '[^\\s]'),
        format: fc.constantFrom('date', 'email', 'uri', 'ipv4', 'uuid', 'regex', 'duration', 'nobody-knows', 'output-file'),
        minItems: count,
        maxItems: count,
        uniqueItems: fc.boolean(),
        items: tie('schema'),
        contains: tie('schema'),
        properties: fc.dictionary(names, tie('schema'), {maxKeys: 3}),
        patternProperties: fc.dictionary(fc.constantFrom('^a', '.', '^_'), tie('schema'), {maxKeys: 2}),
        additionalProperties: tie('schema'),
        propertyNames: tie('schema'),
        required: fc.uniqueArray(names, {maxLength: 2}),
        dependencies: fc.dictionary(names, fc.constant(['b']), {maxKeys: 1}),
        allOf: tie('list'),
        anyOf: tie('list'),
        oneOf: tie('list'),
        not: tie('schema'),
        if: tie('schema'),
        then: tie('schema'),
        else: tie('schema'),
        default: value,
      },
      {requiredKeys: []},
    ),
  ),
}))

const entryOf = (config: JsonSchema) => ({
  config_schema: config,
  interface: {input_ports: [], output_ports: [], globals_produced: [], globals_consumed: []},
})

describe('Hostile input: documents and parameters', () => {
  cell('generated parameters against generated schemas', async (tally) => {
    const [schemas, each] = [share(4, 100), share(100, 500)]
    const properties = fc.dictionary(names, schema, {minKeys: 1, maxKeys: 3})
    let used = 0
    for (const [index, own] of fc.sample(properties, {numRuns: schemas * 2}).entries()) {
      if (used === schemas) break
      const draft = index % 2 === 0 ? {} : {$schema: 'https://json-schema.org/draft/2020-12/schema'}
      const config: JsonSchema = {...draft, type: 'object', properties: own}
      const judged = await checkSchema(config)
      if (!judged.ok) expectTold(judged, '')
      if (!judged.ok) continue
      used += 1
      await tryGenerated(tally, fc.dictionary(names, value, {maxKeys: 4}), each, async (params) => {
        const before = JSON.stringify(params)
        const valid = await validateParams({
          modType: 'm',
          entry: {...entryOf(config)},
          params,
          at: {file: 'job.yaml', line: 1},
          locate: () => ({file: 'job.yaml', line: 1}),
          isOpaque: () => false,
        })
        expectTold(valid, '')
        for (const {message} of valid.ok ? [] : valid.problems) expect(message).not.to.match(jargon)
        expect(JSON.stringify(params), 'what was given, after').to.equal(before)
      })
    }
    expect(({} as Record<string, unknown>)['a'], 'Object.prototype').to.equal(undefined)
  })
})
