import {expect} from 'chai'
import type {Checked} from '../../src/model/problem.js'
import {findMod} from '../../src/registry/find-mod.js'
import {formatRegistry} from '../../src/registry/format-registry.js'
import {parseRegistry} from '../../src/registry/parse-registry.js'
import {entryOf, registryOf} from '../mod-package.js'

const file = '/somewhere/registry.json'
const textOf = (document: unknown) => JSON.stringify(document, null, 2)

describe('parseRegistry', () => {
  const refusals = {
    'is not JSON': ['{"mods": {},}', 'registry_not_json', 13],
    'is empty': ['', 'registry_not_json', 1],
    'holds a list': ['[]', 'registry_not_object', 1],
    'holds null': ['null', 'registry_not_object', 1],
    'has no mods': ['{"_metadata": {}}', 'registry_without_mods', 1],
    'has mods that are a list': ['{"mods": []}', 'registry_mods_not_object', 10],
  } as const
  for (const [what, [text, code, column]] of Object.entries(refusals)) {
    it(`refuses a file that ${what}, names it, and says where`, () => {
      const [found, ...rest] = problemsOf(parseRegistry(text, file))
      expect(rest).to.deep.equal([])
      expect(found?.code).to.equal(code)
      expect(found?.message).to.include(file)
      expect(found?.at).to.deep.include({file, line: 1, column})
    })
  }

  it('has a message of its own for each way of being wrong', () => {
    const messages = Object.values(refusals).map(([text]) => problemsOf(parseRegistry(text, file))[0]?.message)
    expect(new Set(messages).size).to.equal(messages.length)
  })

  it('sets a bad entry aside, so that the mods beside it can still be used', () => {
    const document = {
      ...registryOf(entryOf('good_one')),
      mods: {good_one: entryOf('good_one'), bad_one: {...entryOf('bad_one'), module_path: '../evil'}},
    }
    const registry = valueOf(parseRegistry(textOf(document), file))
    expect(findMod(registry, 'good_one', file).ok).to.equal(true)
    const [found] = problemsOf(findMod(registry, 'bad_one', file))
    expect(found?.code).to.equal('entry_invalid')
    expect(found?.message).to.match(/^bad_one: module_path .*\.\.\/evil/)
    expect(found?.at?.line).to.be.greaterThan(1)
  })

  for (const path of ['/abs/mod', './mod', '../mod', '@acme/../mod', 'a/b', 'file:x', '', 'node:fs', '.hidden']) {
    it(`refuses the module_path ${JSON.stringify(path)}`, () => {
      const registry = valueOf(parseRegistry(textOf(registryOf({...entryOf('x'), module_path: path})), file))
      expect(registry.faulty?.get('x')?.problems[0]?.message).to.include('module_path')
    })
  }

  it('refuses a key that is not the type its entry gives', () => {
    const registry = valueOf(parseRegistry(textOf({mods: {other_name: entryOf('one_name')}}), file))
    expect(registry.faulty?.get('other_name')?.problems[0]?.message).to.include('"one_name"')
  })

  it('lets no key of the file reach a prototype', () => {
    const text = '{"mods": {"__proto__": {"polluted": true}, "constructor": {"polluted": true}}}'
    const registry = valueOf(parseRegistry(text, file))
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined)
    expect([...(registry.faulty?.keys() ?? [])]).to.deep.equal(['__proto__', 'constructor'])
    for (const type of ['__proto__', 'toString', 'hasOwnProperty']) expect(findMod(registry, type, file).ok).to.equal(false)
  })

  it('keeps what it does not know, and bad entries, through a write', () => {
    const document = {zone: {b: 1, a: 2}, mods: {bad_one: {oops: true}, good_one: entryOf('good_one')}}
    const written = JSON.parse(formatRegistry(valueOf(parseRegistry(textOf(document), file)))) as Record<string, unknown>
    expect(written).to.deep.include({zone: {a: 2, b: 1}})
    expect(written['mods']).to.deep.include({bad_one: {oops: true}})
  })
})

describe('findMod', () => {
  const registry = valueOf(parseRegistry(textOf(registryOf(entryOf('csv_reader'), entryOf('data_cleaner'))), file))

  it('suggests the nearest type for one that is not there, and says how to register', () => {
    const [found] = problemsOf(findMod(registry, 'csv_raeder', file))
    expect(found?.code).to.equal('unknown_mod_type')
    expect(found?.message).to.equal(`there is no mod type "csv_raeder" in ${file}`)
    expect(found?.hint).to.include('did you mean "csv_reader"?').and.include('datapy register-mod')
  })
})

describe('formatRegistry', () => {
  it('sorts keys at every depth, indents by two and ends in one newline', () => {
    const schema = {type: 'object', properties: {b: {type: 'string', enum: ['z', 'a']}, a: {}}}
    const text = formatRegistry(registryOf(entryOf('b_mod', {config_schema: schema}), entryOf('a_mod')))
    expect(text.endsWith('}\n')).to.equal(true)
    expect(text.startsWith('{\n  "_metadata": {\n    "created"')).to.equal(true)
    expect(text.indexOf('"a_mod"')).to.be.lessThan(text.indexOf('"b_mod"'))
    expect(text).to.match(/"a": \{\},\n {10}"b": \{\n {12}"enum": \[\n {14}"z",\n {14}"a"/)
  })

  it('gives the same text for what it is read from', () => {
    const text = formatRegistry(registryOf(entryOf('a_mod', {source: 'local'}), entryOf('b_mod', {integrity: 'sha512-abc'})))
    expect(formatRegistry(valueOf(parseRegistry(text, file)))).to.equal(text)
  })
})

function valueOf<T>(checked: Checked<T>): T {
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return checked.value
}

function problemsOf<T>(checked: Checked<T>) {
  if (checked.ok) throw new Error('was not refused')
  return checked.problems
}
