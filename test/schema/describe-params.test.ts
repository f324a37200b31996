import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import type {Registry} from '../../src/model/registry.js'
import {atPort} from '../../src/schema/port-shape.js'
import {describeParams, exampleParams} from '../../src/schema/describe-params.js'
import {validateParams} from '../../src/schema/validate-params.js'
import {Live, ports, schemaOf, told} from './validate.js'

describe('the description of parameters', () => {
  it('has those that are needed first, each with its type in words', () => {
    const schema = {
      ...schemaOf(
        {
          mode: {enum: ['a', 'b'], default: 'a', description: 'How.'},
          path: {type: 'string', format: 'input-file'},
          columns: {type: 'array', items: {type: 'string'}},
          list: {type: 'array'},
          either: {anyOf: [{type: 'boolean'}, {type: 'array', items: {type: 'integer'}}]},
          maybe: {type: ['string', 'null']},
          shared: {$ref: '#/definitions/shared', description: 'Its own words.'},
          open: {},
        },
        {required: ['path']},
      ),
      definitions: {shared: {type: 'object', description: 'Words of all.'}},
    }
    expect(describeParams(schema)).to.deep.equal([
      {name: 'path', type: 'path of a file to read', required: true, description: ''},
      {name: 'mode', type: 'one of its values', required: false, default: 'a', description: 'How.', values: ['a', 'b']},
      {name: 'columns', type: 'list of text', required: false, description: ''},
      {name: 'list', type: 'list', required: false, description: ''},
      {name: 'either', type: 'boolean or list of integer', required: false, description: ''},
      {name: 'maybe', type: 'text or null', required: false, description: ''},
      {name: 'shared', type: 'map', required: false, description: 'Its own words.'},
      {name: 'open', type: 'any', required: false, description: ''},
    ])
  })

  it('of a schema without properties is empty', () => {
    expect(describeParams({})).to.deep.equal([])
  })
})

describe('the example of parameters', () => {
  it('has a list or a map of tables at a port that the schema calls so', () => {
    const config_schema = schemaOf({all: {type: 'array'}, named: {type: 'object', examples: [{orders: 'x', items: 'y'}]}})
    const table = '${earlier_mod.data}'
    expect(exampleParams({config_schema, interface: {...ports, input_ports: ['all', 'named', 'data']}})).to.deep.equal({
      all: [table, table],
      named: {orders: table, items: table},
      data: table,
    })
  })

  it('has what is needed and no more, from the examples, the defaults, or the types of the schema', () => {
    const properties = {
      shown: {type: 'string', examples: ['|']},
      listed: {enum: ['x', 'y']},
      preset: {type: 'integer', default: 3},
      only: {const: 7},
      least: {type: 'integer', minimum: 5},
      names: {type: 'array', items: {type: 'string'}},
      maybe: {type: ['number', 'null']},
      either: {anyOf: [{$ref: '#/definitions/day'}]},
      map: {type: 'object', required: ['on'], properties: {on: {type: 'boolean'}}},
      folder: {type: 'string', format: 'directory'},
    }
    const config_schema = {
      ...schemaOf({...properties, optional: {type: 'string'}}, {required: Object.keys(properties)}),
      definitions: {day: {type: 'string', format: 'date'}},
    }
    expect(exampleParams({config_schema, interface: {...ports, input_ports: ['data']}})).to.deep.equal({
      data: '${earlier_mod.data}',
      shown: '|',
      listed: 'x',
      preset: 3,
      only: 7,
      least: 5,
      names: ['value'],
      maybe: 1,
      either: '2024-08-12',
      map: {on: true},
      folder: 'folder',
    })
  })

  it('is valid for each mod that ships', async () => {
    const registry = JSON.parse(readFileSync(join(import.meta.dirname, '../../registry.json'), 'utf8')) as Registry
    expect(Object.keys(registry.mods)).to.include.members(['csv_reader', 'data_cleaner', 'csv_writer'])
    for (const [modType, entry] of Object.entries(registry.mods)) {
      const tables = Object.fromEntries(
        entry.interface.input_ports.map((port) => [port, atPort(entry.config_schema, port, new Live())]),
      )
      const params = {...exampleParams(entry), ...tables}
      const isOpaque = (value: unknown) => value instanceof Live
      expect(
        told(await validateParams({modType, entry, params, locate: () => undefined, at: undefined, isOpaque})),
        modType,
      ).to.deep.equal([])
    }
  })
})
