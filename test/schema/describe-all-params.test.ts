import {expect} from 'chai'
import {describeAllParams} from '../../src/schema/describe-all-params.js'

const namesOf = (schema: object) => describeAllParams(schema as never).map(({name, required}) => (required ? `${name}!` : name))

describe('all parameters of a schema', () => {
  it('are followed by the keys of their maps, of every key of a map, and of the items of their lists', () => {
    const properties = {
      at: {type: 'object', required: ['x'], properties: {x: {type: 'number'}}},
      types: {type: 'object', additionalProperties: {enum: ['a', 'b']}},
      by: {
        type: 'array',
        items: {anyOf: [{type: 'string'}, {type: 'object', required: ['column'], properties: {column: {type: 'string'}}}]},
      },
    }
    expect(namesOf({properties})).to.deep.equal(['at', 'at.x!', 'types', 'types.*', 'by', 'by[].column'])
  })

  it('leave out what has nothing to be said of it', () => {
    expect(
      namesOf({properties: {names: {type: 'array', items: {type: 'string'}}, map: {additionalProperties: {type: 'string'}}}}),
    ).to.deep.equal(['names', 'map'])
  })

  it('come to an end where a schema refers to itself, and follow what it refers to', () => {
    const definitions = {tree: {type: 'object', properties: {value: {type: 'string'}, left: {$ref: '#/definitions/tree'}}}}
    const names = namesOf({definitions, properties: {root: {$ref: '#/definitions/tree'}}})
    expect(names.slice(0, 4)).to.deep.equal(['root', 'root.value', 'root.left', 'root.left.value'])
    expect(names.length).to.be.lessThan(20)
  })

  it('bear a schema that is none', () => {
    expect(namesOf({properties: {a: true, b: {items: [1], anyOf: 'x', properties: 4, additionalProperties: []}}})).to.deep.equal([
      'a',
      'b',
    ])
    expect(namesOf({properties: 3})).to.deep.equal([])
  })
})
