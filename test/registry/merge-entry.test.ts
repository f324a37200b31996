import {expect} from 'chai'
import {layRegistries, upperOf} from '../../src/registry/layer-registries.js'
import {listMods} from '../../src/registry/list-mods.js'
import {mergeEntry} from '../../src/registry/merge-entry.js'
import {removeEntry} from '../../src/registry/remove-entry.js'
import {entryOf, registryOf} from '../mod-package.js'

const today = '2026-11-23'
const registry = registryOf(entryOf('csv_reader', {version: '1.2.0'}))

describe('mergeEntry', () => {
  it('adds an entry, notes the date and leaves the registry it was given alone', () => {
    const before = structuredClone(registry)
    const merged = mergeEntry(registry, entryOf('other'), {today})
    expect(merged.ok && Object.keys(merged.value.mods)).to.have.members(['csv_reader', 'other'])
    expect(merged.ok && merged.value._metadata.last_updated).to.equal(today)
    expect(registry).to.deep.equal(before)
  })

  it('lets the same package register a newer version', () => {
    expect(mergeEntry(registry, entryOf('csv_reader', {version: '1.10.0'}), {today}).ok).to.equal(true)
  })

  for (const version of ['1.2.0', '1.1.9', '1.2.0-beta.1']) {
    it(`refuses version ${version} where 1.2.0 is registered, and takes it by force`, () => {
      const entry = entryOf('csv_reader', {version})
      const refused = mergeEntry(registry, entry, {today})
      expect(!refused.ok && refused.problems[0]?.code).to.equal('mod_type_taken')
      expect(!refused.ok && refused.problems[0]?.hint).to.include('--force')
      expect(mergeEntry(registry, entry, {today, force: true}).ok).to.equal(true)
    })
  }

  it('refuses another package that wants the type, however new', () => {
    const refused = mergeEntry(registry, {...entryOf('csv_reader', {version: '9.0.0'}), module_path: '@evil/mod'}, {today})
    expect(!refused.ok && refused.problems[0]?.message).to.include('by test-mod-csv-reader, not @evil/mod')
  })

  it('refuses a package that declares another type than it is registered as, and by force leaves no entry behind', () => {
    const entry = {...entryOf('csv_source', {version: '2.0.0'}), module_path: 'test-mod-csv-reader'}
    const refused = mergeEntry(registry, entry, {today})
    expect(!refused.ok && refused.problems[0]?.code).to.equal('mod_type_changed')
    expect(!refused.ok && refused.problems[0]?.hint).to.include('unregister-mod csv_reader')
    const forced = mergeEntry(registry, entry, {today, force: true})
    expect(forced.ok && Object.keys(forced.value.mods)).to.deep.equal(['csv_source'])
  })
})

describe('a registry with an entry that is not valid', () => {
  const faulty = new Map([['bad_one', {value: {oops: true}, problems: []}]])
  const withFaulty = {...registry, faulty}

  it('gives its type to nobody but by force, which replaces it', () => {
    const refused = mergeEntry(withFaulty, entryOf('bad_one'), {today})
    expect(!refused.ok && refused.problems).to.deep.equal([
      {
        code: 'mod_type_taken',
        message: 'mod type "bad_one" has an entry already, one that is not valid',
        hint: 'use --force to replace it',
      },
    ])
    const forced = mergeEntry(withFaulty, entryOf('bad_one'), {today, force: true})
    expect(forced.ok && [Object.keys(forced.value.mods), [...(forced.value.faulty?.keys() ?? [])]]).to.deep.equal([
      ['csv_reader', 'bad_one'],
      [],
    ])
    expect(faulty.size).to.equal(1)
  })

  it('can be rid of it', () => {
    const removed = removeEntry(withFaulty, 'bad_one', {today, file: 'r.json'})
    expect(removed.ok && [Object.keys(removed.value.mods), removed.value.faulty?.size]).to.deep.equal([['csv_reader'], 0])
    expect(removed.ok && removed.value._metadata.last_updated).to.equal(today)
    const other = removeEntry(withFaulty, 'csv_reader', {today, file: 'r.json'})
    expect(other.ok && [Object.keys(other.value.mods), other.value.faulty?.size]).to.deep.equal([[], 1])
  })

  it('keeps it when another is laid over it or beside it, unless that has the type', () => {
    expect([...(layRegistries(withFaulty, registryOf(entryOf('x'))).faulty?.keys() ?? [])]).to.deep.equal(['bad_one'])
    expect(layRegistries(withFaulty, registryOf(entryOf('bad_one'))).faulty?.size).to.equal(0)
    const over = layRegistries(registryOf(entryOf('bad_one'), entryOf('x')), withFaulty)
    expect([Object.keys(over.mods), [...(over.faulty?.keys() ?? [])]]).to.deep.equal([['x', 'csv_reader'], ['bad_one']])
    expect(upperOf(over, withFaulty).faulty?.size).to.equal(0)
    expect(upperOf(over, registry).faulty?.size).to.equal(1)
  })
})

describe('removeEntry', () => {
  it('takes out that entry alone', () => {
    const removed = removeEntry(registryOf(entryOf('one'), entryOf('two')), 'one', {today, file: 'r.json'})
    expect(removed.ok && Object.keys(removed.value.mods)).to.deep.equal(['two'])
  })

  it('suggests the nearest for a type that is not there', () => {
    const removed = removeEntry(registry, 'csv_readr', {today, file: 'r.json'})
    expect(!removed.ok && removed.problems[0]?.hint).to.include('csv_reader')
  })
})

describe('listMods', () => {
  const mixed = registryOf(
    entryOf('z_sink', {category: 'sinks'}),
    entryOf('b_source'),
    entryOf('a_source'),
    entryOf('t', {category: 'transformers'}),
  )

  it('lists sources, transformers and sinks, each by type', () => {
    expect(listMods(mixed).map(({metadata}) => metadata.type)).to.deep.equal(['a_source', 'b_source', 't', 'z_sink'])
  })

  it('finds the mods of each category', () => {
    expect(listMods(mixed, {category: 'sources'})).to.have.length(2)
    expect(listMods(mixed, {category: 'sinks'})).to.have.length(1)
  })
})

describe('layRegistries', () => {
  const shipped = registryOf(entryOf('csv_reader'), entryOf('csv_writer'))
  const own = registryOf(entryOf('csv_reader', {version: '2.0.0'}), entryOf('mine'))

  it('lets the upper registry win, type by type', () => {
    const both = layRegistries(shipped, own)
    expect(Object.fromEntries(Object.entries(both.mods).map(([type, {metadata}]) => [type, metadata.version]))).to.deep.equal({
      csv_reader: '2.0.0',
      csv_writer: '1.0.0',
      mine: '1.0.0',
    })
  })

  it('can be taken apart again', () => {
    expect(Object.keys(upperOf(layRegistries(shipped, own), shipped).mods)).to.have.members(['csv_reader', 'mine'])
  })
})
