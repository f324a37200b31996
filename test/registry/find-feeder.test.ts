import {expect} from 'chai'
import type {RegistryEntry} from '../../src/model/registry.js'
import {findFeeder} from '../../src/registry/find-feeder.js'
import {newRegistry} from '../../src/registry/new-registry.js'
import {splitDependency} from '../../src/registry/split-dependency.js'
import {entryOf, registryOf} from '../mod-package.js'

const ports = (input: readonly string[], output: readonly string[]) => ({
  interface: {input_ports: input, output_ports: output, globals_produced: [], globals_consumed: []},
})
const feederOf = (...entries: readonly RegistryEntry[]) => findFeeder(registryOf(...entries))?.metadata.type

describe('the source that examples take their tables from', () => {
  it('is csv_reader before any other, where it gives tables', () => {
    expect(feederOf(entryOf('a_reader'), entryOf('csv_reader'))).to.equal('csv_reader')
    expect(feederOf(entryOf('a_reader'), entryOf('csv_reader', ports([], [])))).to.equal('a_reader')
  })

  it('is else the first that takes no table and gives some', () => {
    const needy = entryOf('a_reader', ports(['data'], ['data']))
    const still = entryOf('b_reader', ports([], []))
    expect(feederOf(needy, still, entryOf('d_reader'), entryOf('c_reader'))).to.equal('c_reader')
    expect(feederOf(needy, still, entryOf('sink', {category: 'sinks'}))).to.equal(undefined)
  })
})

describe('a new registry', () => {
  it('has a description, the date, and no mods', () => {
    expect(newRegistry('ours', '2026-11-23')).to.deep.equal({
      _metadata: {version: '1.0.0', created: '2026-11-23', last_updated: '2026-11-23', description: 'ours'},
      mods: {},
    })
  })
})

describe('a dependency', () => {
  it('is a name and a range, any when it names none, the scope with its own sign', () => {
    expect(splitDependency('a@^1')).to.deep.equal(['a', '^1'])
    expect(splitDependency('a')).to.deep.equal(['a', '*'])
    expect(splitDependency('@s/a@>=1 <2')).to.deep.equal(['@s/a', '>=1 <2'])
    expect(splitDependency('@s/a')).to.deep.equal(['@s/a', '*'])
  })
})
