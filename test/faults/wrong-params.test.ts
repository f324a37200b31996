import {expect} from 'chai'
import {once} from 'node:events'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import type {JsonSchema, JsonValue} from '../../src/model/json.js'
import {checkSchema} from '../../src/schema/check-schema.js'
import {validateParams} from '../../src/schema/validate-params.js'
import {registryProject} from '../commands/registry-project.js'
import {entryOf} from '../mod-package.js'
import {cell} from './cell.js'
import {jargon} from './generated.js'

const x = {properties: {a: {type: 'string'}}}

/** For each keyword a part of a schema that says it, and a value that is wrong by it. */
const wrong: readonly (readonly [part: JsonSchema, value: JsonValue])[] = [
  [{type: 'integer'}, 'x'],
  [{enum: ['a', 'b']}, 'c'],
  [{const: 1}, 2],
  [{multipleOf: 5}, 3],
  [{maximum: 5}, 6],
  [{exclusiveMaximum: 5}, 5],
  [{minimum: 5}, 4],
  [{exclusiveMinimum: 5}, 5],
  [{maxLength: 2}, 'abc'],
  [{minLength: 2}, 'a'],
  [{pattern: '^(a+)+$'}, `${'a'.repeat(5000)}!`],
  [{format: 'date'}, 'x'],
  [{items: {type: 'integer'}}, ['x']],
  [{contains: {type: 'integer'}}, ['x']],
  [{maxItems: 1}, [1, 2]],
  [{minItems: 2}, [1]],
  [{uniqueItems: true}, [1, 1]],
  [{maxProperties: 1}, {a: 1, b: 2}],
  [{minProperties: 2}, {a: 1}],
  [{required: ['a']}, {}],
  [x, {a: 1}],
  [{patternProperties: {'^a': {type: 'string'}}}, {ab: 1}],
  [{...x, additionalProperties: false}, {b: 1}],
  [{dependencies: {a: ['b']}}, {a: 1}],
  [{propertyNames: {pattern: '^a'}}, {b: 1}],
  [{if: {const: 1}, then: {type: 'string'}}, 1],
  [{allOf: [{type: 'string'}]}, 2],
  [{anyOf: [{type: 'string'}, {type: 'null'}]}, 2],
  [{oneOf: [{type: 'integer'}, {minimum: 1}]}, 2],
  [{not: {type: 'integer'}}, 2],
]
const only07: typeof wrong = [[{items: [{type: 'integer'}], additionalItems: false}, [1, 2]]]
const only2020: typeof wrong = [
  [{prefixItems: [{type: 'integer'}], items: false}, [1, 2]],
  [{prefixItems: [{type: 'integer'}], unevaluatedItems: false}, [1, 2]],
  [{contains: {type: 'integer'}, minContains: 2}, [1]],
  [{contains: {type: 'integer'}, maxContains: 1}, [1, 2]],
  [{dependentRequired: {a: ['b']}}, {a: 1}],
  [{dependentSchemas: {a: {required: ['b']}}}, {a: 1}],
  [{...x, unevaluatedProperties: false}, {b: 1}],
]
const drafts = [
  [{}, [...wrong, ...only07]],
  [{$schema: 'https://json-schema.org/draft/2020-12/schema'}, [...wrong, ...only2020]],
] as const

const nested = (depth: number) => Array.from({length: depth}).reduce<JsonSchema>((inner) => ({allOf: [inner]}), {type: 'string'})
const properties = (count: number) =>
  Object.fromEntries(Array.from({length: count}, (_, index) => [`p${String(index)}`, {type: 'integer', default: 1}]))

/** Schemas that are refused when a mod is registered, and with what words. */
const refused: readonly (readonly [schema: JsonValue, told: RegExp])[] = [
  [{type: 'object', properties: {p: {pattern: '(?=a)b'}}}, /cannot be matched in a time that is bounded/],
  [{type: 'object', properties: {p: {pattern: String.raw`(a)\1`}}}, /cannot be matched in a time that is bounded/],
  [{type: 'object', properties: {p: {$ref: 'http://localhost:1/x.json'}}}, /only references inside/],
  [{type: 'object', properties: {p: {$ref: 'file:///etc/passwd'}}}, /only references inside/],
  [{type: 'object', properties: {p: {$ref: '#/properties/p'}}}, /refers to itself in a circle/],
  [{type: 'object', properties: {p: {$ref: '#/definitions/none'}}}, /can't resolve reference/],
  [
    {type: 'object', $id: 'http://x/y', properties: {a: {$id: 'http://x/y'}, b: {$id: 'http://x/y', type: 'integer'}}},
    /more than one schema/,
  ],
  [{type: 'object', properties: {p: {type: 'string', default: 1}}}, /default for "p"/],
  [{type: 'object', properties: {p: nested(100_000)}}, /nested deeper/],
  [{type: 'object', properties: {p: {enum: Array.from({length: 100_000}, (_, index) => index)}}}, /enum of 100000|too large/],
  [{type: 'object', properties: properties(200_000)}, /too large/],
  [true, /not an object/],
  [false, /not an object/],
]

async function toldOf(config: JsonSchema, params: Record<string, unknown>) {
  return await validateParams({
    modType: 'm',
    // What it looks at of an entry.
    entry: {
      config_schema: config,
      interface: {input_ports: [], output_ports: [], globals_produced: [], globals_consumed: []},
    },
    params,
    at: {file: 'job.yaml', line: 1},
    locate: () => ({file: 'job.yaml', line: 2}),
    isOpaque: () => false,
  })
}

describe('Hostile input: documents and parameters', () => {
  cell('a parameter wrong by each keyword of draft-07 and 2020-12', async (tally) => {
    for (const [draft, cases] of drafts)
      for (const [part, value] of cases)
        await tally.try(JSON.stringify(part), async () => {
          const config = {...draft, type: 'object', properties: {p: part}}
          expect(await checkSchema(config)).to.have.property('ok', true)
          const told = await toldOf(config, {p: value})
          expect(told.ok).to.equal(false)
          for (const {code, message, at} of told.ok ? [] : told.problems) {
            expect(code).to.equal('invalid_param')
            expect(message).not.to.match(jargon)
            expect(at).to.deep.equal({file: 'job.yaml', line: 2})
          }
        })
  })

  cell('schemas that nothing can be held to, refused', async (tally) => {
    for (const [schema, told] of refused)
      await tally.try(String(told), async () => {
        const checked = await checkSchema(schema as JsonSchema) // or what is none
        expect(checked.ok ? '' : checked.problems[0]?.message).to.match(told)
      })
  })

  cell('a schema that names another machine: register-mod refuses it, and asks nobody', async (tally) => {
    const asked: string[] = []
    const server = createServer(({url = ''}, response) => {
      asked.push(url)
      response.end('{"type": "object"}')
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const {port} = server.address() as AddressInfo // it listens to a port
    const there = `http://127.0.0.1:${String(port)}/schema.json`
    const project = await registryProject()
    try {
      for (const [what, schema] of Object.entries({
        $ref: {properties: {p: {$ref: there}}},
        '$ref below $id': {$id: there, properties: {p: {$ref: 'other.json'}}},
        $schema: {$schema: there},
        $dynamicRef: {$schema: 'https://json-schema.org/draft/2020-12/schema', properties: {p: {$dynamicRef: there}}},
      }))
        await tally.try(what, async () => {
          const folder = await project.package(entryOf('far', {config_schema: {type: 'object', ...schema}}))
          const {code, stderr} = await project.datapy('register-mod', folder)
          expect(code, stderr).to.equal(20)
          expect(stderr).to.include('bad_config_schema')
          expect(asked).to.deep.equal([])
        })
    } finally {
      server.close()
      await project.remove()
    }
  })
})
