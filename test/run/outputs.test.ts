import {expect} from 'chai'
import type {RegistryEntry} from '../../src/model/registry.js'
import {declaredOutput, outputOf} from '../../src/run/outputs.js'

const result = {
  artifacts: {data: 'table', report: {path: '/x', pages: {first: 1}}},
  globals: {row_count: 3},
  metrics: {rows_read: 4},
}
const entry: RegistryEntry = {
  module_path: '@datapy/mod-x',
  metadata: {type: 'x', version: '1.0.0', description: '', category: 'sources', author: ''},
  interface: {input_ports: [], output_ports: ['data'], globals_produced: ['row_count'], globals_consumed: []},
  dependencies: {packages: [], node_version: '>=20.19'},
  config_schema: {type: 'object'},
}

describe('references to the output of a mod that ran', () => {
  it('find artifacts, globals, metrics and what lies inside them', () => {
    expect(outputOf(result, ['data'])).to.deep.equal({found: 'value', value: 'table'})
    expect(outputOf(result, ['artifacts', 'data'])).to.deep.equal({found: 'value', value: 'table'})
    expect(outputOf(result, ['globals', 'row_count'])).to.deep.equal({found: 'value', value: 3})
    expect(outputOf(result, ['metrics', 'rows_read'])).to.deep.equal({found: 'value', value: 4})
    expect(outputOf(result, ['report', 'pages', 'first'])).to.deep.equal({found: 'value', value: 1})
  })

  it('name what there is when it is not there', () => {
    expect(outputOf(result, ['dat'])).to.deep.equal({
      found: 'missing',
      late: true,
      reason: 'it left no artifact "dat"',
      known: ['data', 'report'],
    })
    expect(outputOf(result, ['toString']).found).to.equal('missing')
  })
})

describe('references to the output of a mod that is yet to run', () => {
  it('are pending when its entry declares them', () => {
    expect(declaredOutput(entry, ['data']).found).to.equal('pending')
    expect(declaredOutput(entry, ['globals', 'row_count']).found).to.equal('pending')
    expect(declaredOutput(entry, ['metrics', 'anything']).found).to.equal('pending')
  })

  it('are missing, with what is declared, when it does not', () => {
    expect(declaredOutput(entry, ['rejected'])).to.deep.equal({
      found: 'missing',
      reason: 'it has no output port "rejected"',
      known: ['data'],
    })
    expect(declaredOutput(entry, ['globals', 'size'])).to.deep.equal({
      found: 'missing',
      reason: 'it has no global "size"',
      known: ['row_count'],
    })
  })
})
