import {expect} from 'chai'
import {knownParams, resolved, schemaOf} from '../../src/schema/known-params.js'

describe('the parameters that a schema knows', () => {
  it('are its own and those of all that it is composed of, each once', () => {
    const part = (name: string) => ({properties: {[name]: {}, own: {}}})
    const schema = {
      ...part('own'),
      allOf: [part('all')],
      anyOf: [part('any'), true],
      oneOf: [part('one'), {$ref: '#/definitions/far'}],
      dependencies: {own: part('dependent'), all: ['own']},
      dependentSchemas: {own: part('dependent_schema')},
      if: part('condition'),
      then: part('then'),
      else: part('otherwise'),
      definitions: {far: {...part('far'), allOf: [{$ref: '#/definitions/far'}]}, unused: part('unused')},
    }
    expect(knownParams(schema)).to.have.members([
      ...['own', 'all', 'any', 'one', 'far', 'dependent', 'dependent_schema', 'condition', 'then', 'otherwise'],
    ])
    expect(knownParams({properties: 5, allOf: 5, dependencies: []})).to.deep.equal([])
  })

  it('have what they refer to, by whatever name that has, and their own words over it', () => {
    const schema = {
      properties: {
        near: {$ref: '#/definitions/a~1b~0c', description: 'own'},
        escaped: {$ref: '#/definitions/with%20space'},
        odd: {$ref: '#/definitions/50%'},
        far: {$ref: 'https://example.org/x'},
        nowhere: {$ref: '#/definitions/none/deeper'},
        whole: {$ref: '#'},
      },
      definitions: {
        'a/b~c': {type: 'integer', description: 'shared'},
        'with space': {type: 'boolean'},
        '50%': {$ref: '#/definitions/with%20space'},
      },
    }
    expect(schemaOf(schema, 'near')).to.deep.include({type: 'integer', description: 'own'})
    expect(schemaOf(schema, 'escaped')).to.deep.include({type: 'boolean'})
    expect(schemaOf(schema, 'odd')).to.deep.include({type: 'boolean'})
    for (const name of ['far', 'nowhere']) expect(schemaOf(schema, name)).not.to.have.any.keys('type')
    expect(schemaOf(schema, 'whole')).to.have.property('definitions')
    for (const name of ['none', 'constructor']) expect(schemaOf(schema, name)).to.deep.equal({})
  })

  it('come to an end where references go round', () => {
    const schema = {definitions: {a: {$ref: '#/definitions/b', title: 'a'}, b: {$ref: '#/definitions/a', type: 'string'}}}
    expect(resolved(schema, {$ref: '#/definitions/a'})).to.deep.include({title: 'a', type: 'string'})
    expect(resolved(schema, true)).to.deep.equal({})
  })
})
