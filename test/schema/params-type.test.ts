import {expect} from 'chai'
import ts from 'typescript'
import {paramsType} from '../../src/schema/params-type.js'
import {entryOf} from '../mod-package.js'

const string = {type: 'string'}

/** The generated source for a schema with these properties, and the ports given. */
function typeOf(properties: object, more: object = {}, ports: readonly string[] = []): string {
  const entry = entryOf('a', {
    config_schema: {type: 'object', properties, ...more} as never,
    interface: {input_ports: ports, output_ports: [], globals_produced: [], globals_consumed: []},
  })
  return paramsType(entry, 'datapy build-mod')
}

describe('the type of parameters', () => {
  const cases: readonly (readonly [string, object, string])[] = [
    [
      'text, numbers, switches and nothing',
      {type: ['string', 'integer', 'number', 'boolean', 'null']},
      'string | number | boolean | null',
    ],
    ['listed values', {enum: ["it's", 'a"b', 1, null, true]}, `'it\\'s' | 'a"b' | 1 | null | true`],
    ['one value', {const: 'x'}, `'x'`],
    ['lists', {type: 'array', items: string}, 'string[]'],
    ['lists of anything', {type: 'array'}, 'unknown[]'],
    ['lists of alternatives', {type: 'array', items: {anyOf: [string, {type: 'number'}]}}, '(string | number)[]'],
    ['maps', {type: 'object', additionalProperties: {type: 'number'}}, 'Record<string, number>'],
    ['maps of anything', {type: 'object'}, 'Record<string, unknown>'],
    [
      'records',
      {type: 'object', required: ['a'], properties: {a: string, 'b-c': {type: 'boolean'}}},
      `{\n    a: string\n    'b-c'?: boolean\n  }`,
    ],
    [
      'both of two',
      {allOf: [{$ref: '#/definitions/pair'}, {type: 'object', properties: {z: string}}]},
      'Pair & {\n    z?: string\n  }',
    ],
    ['anything', {}, 'unknown'],
    [
      'a map or a list by what it holds',
      {anyOf: [{properties: {a: string}}, {items: string}]},
      '{\n    a?: string\n  } | string[]',
    ],
    ['listed maps and lists', {enum: [{a: 1, 'b-c': ['x']}, []]}, `{a: 1; 'b-c': ['x']} | []`],
    ['alternatives of which one may be anything', {oneOf: [string, {}]}, 'unknown'],
    ['the same type twice as one', {anyOf: [string, {type: 'string', minLength: 1}]}, 'string'],
    [
      'lists of one of two in all',
      {type: 'array', items: {allOf: [{$ref: '#/definitions/pair'}, {type: 'object'}]}},
      '(Pair & Record<string, unknown>)[]',
    ],
    ['a reference that leads to no record', {$ref: '#/definitions/count'}, 'number'],
    [
      'records with more keys',
      {type: 'object', properties: {a: string}, additionalProperties: string},
      '{\n    a?: string\n    [name: string]: unknown\n  }',
    ],
    ['a type that is none', {type: 'strin'}, 'unknown'],
    ['text with a backslash', {const: 'a\\b\n'}, `'a\\\\b\\n'`],
    ['what may not be', false as never, 'never'],
  ]
  const definitions = {
    count: {type: 'integer'},
    pair: {type: 'object', properties: {left: string, next: {$ref: '#/definitions/pair'}}},
  }

  for (const [what, schema, type] of cases)
    it(`knows ${what}`, () => {
      const source = typeOf({x: schema}, {required: ['x'], definitions})
      expect(source).to.include(`  x: ${type}\n`)
      expect(ts.transpileModule(source, {reportDiagnostics: true}).diagnostics).to.deep.equal([])
    })

  it('names interfaces in the way of TypeScript, by title or by reference, with what they are for', () => {
    const titled = (title: string) => typeOf({x: {title, type: 'object', description: 'Why.', properties: {a: string}}})
    expect(titled('a fill-rule'))
      .to.include('x?: AFillRule\n')
      .and.include('/** Why. */\nexport interface AFillRule {\n  a?: string\n}')
    for (const title of ['Params', '5th', '!']) expect(titled(title)).to.include('x?: {\n    a?: string\n  }')
    expect(typeOf({x: string})).to.match(/^\/\/ Generated from config_schema in package.json by `datapy build-mod`\.\n/)
  })

  it('has a parameter with a default always, and one without only where it is required', () => {
    const source = typeOf({a: string, b: {...string, default: ''}, c: string}, {required: ['c']})
    expect(source).to.match(/a\?: string\n.*b: string\n.*c: string\n/s)
  })

  it('names what has a title or is referred to, once, also what refers to itself', () => {
    const source = typeOf(
      {a: {$ref: '#/definitions/pair'}, b: {type: 'array', items: {$ref: '#/definitions/pair'}}},
      {definitions},
    )
    expect(source).to.include('a?: Pair\n').and.include('b?: Pair[]\n').and.include('next?: Pair\n')
    expect(source.split('export interface Pair').length).to.equal(2)
  })

  it('has a table at each input port, or a list or map of them', () => {
    const source = typeOf({list: {type: 'array'}, map: {type: 'object'}}, {required: ['list']}, ['data', 'list', 'map'])
    expect(source).to.include(`import type {Dataset} from 'datapy/mod'`)
    expect(source).to.include('  data: Dataset\n').and.include('  list: readonly Dataset[]\n')
    expect(source).to.include('  map?: Readonly<Record<string, Dataset>>\n')
  })

  it('says what a parameter is for, and ends no comment early', () => {
    expect(typeOf({a: {...string, description: 'Globs: **/*.csv'}})).to.include('/** Globs: **\\/*.csv */\n  a?: string')
    expect(typeOf({a: {...string, description: 'one\ntwo'}})).to.include('  /**\n   * one\n   * two\n   */\n  a?: string')
  })

  it('knows the parameters that only a condition speaks of', () => {
    expect(typeOf({a: string}, {then: {properties: {b: string}}})).to.include('  b?: unknown\n')
  })
})
