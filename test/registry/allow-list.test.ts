import {expect} from 'chai'
import type {Checked} from '../../src/model/problem.js'
import {allowListIn, refusedBy, type AllowList} from '../../src/registry/allow-list.js'

const file = '/somewhere/registry.json'
const read = (allow: unknown) => allowListIn(JSON.stringify({mods: {}, allow}), file)

function listOf(...patterns: readonly string[]): AllowList {
  const list = read(patterns)
  if (!list.ok || list.value === undefined) throw new Error('the list was refused')
  return list.value
}

const told = (checked: Checked<unknown>) => (checked.ok ? [] : checked.problems.map(({message}) => message))

describe('the list of packages that a registry allows', () => {
  it('is none where the file has no such key, also where the word stands elsewhere', () => {
    for (const text of [
      '{"mods": {}}',
      '{"mods": {"x": {"description": "\\"allow\\""}}}',
      '{"mods": {"allow": {}}}',
      '["allow"]',
    ])
      expect(allowListIn(text, file), text).to.deep.equal({ok: true, value: undefined})
  })

  it('holds names and scopes, each with a range or without', () => {
    const patterns = ['@acme/*', '@acme/mod-geo@^1', 'mod-x', 'mod_y~z.2@>=1 <3', '~t']
    const list = listOf(...patterns)
    expect(list.file).to.equal(file)
    expect(list.patterns).to.deep.equal([
      {name: '@acme/*', range: undefined},
      {name: '@acme/mod-geo', range: '^1'},
      {name: 'mod-x', range: undefined},
      {name: 'mod_y~z.2', range: '>=1 <3'},
      {name: '~t', range: undefined},
    ])
    expect(list.at).to.deep.equal({file, line: 1, column: 12, length: 7})
  })

  const wrong: readonly (readonly [unknown, string])[] = [
    ['@acme/*', '"allow" must be a list of packages, not "@acme/*"'],
    [null, '"allow" must be a list of packages, not null'],
    [{}, '"allow" must be a list of packages, not {}'],
    [[5], '5 in "allow" is neither a package nor a scope'],
    [['*'], '"*" in "allow" is neither a package nor a scope'],
    [['../x'], '"../x" in "allow" is neither a package nor a scope'],
    [['@acme'], '"@acme" in "allow" is neither a package nor a scope'],
    [['@acme/'], '"@acme/" in "allow" is neither a package nor a scope'],
    [['x y'], '"x y" in "allow" is neither a package nor a scope'],
    [['mod-x@'], '"mod-x@" in "allow" is neither a package nor a scope'],
    [['mod-x@soon'], '"soon" in "allow" is no range of versions'],
  ]
  for (const [allow, message] of wrong)
    it(`is not ${JSON.stringify(allow)}`, () => {
      const list = read(allow)
      expect(told(list)).to.deep.equal([message])
      const [found] = list.ok ? [] : list.problems
      expect(found?.code).to.equal('allow_invalid')
      expect(found?.hint).to.equal(
        'write @scope/* for all packages of a scope, or a name; @RANGE behind it keeps it to versions, as in "@acme/mod-geo@^1"',
      )
    })

  it('is told of with each of its faults, at the line of each', () => {
    const text = '{\n"allow": [\n"mod-x",\n5,\n"mod-y@soon"\n],\n"mods": {}}'
    const list = allowListIn(text, file)
    expect(list.ok ? [] : list.problems.map(({at}) => [at?.line, at?.column])).to.deep.equal([
      [4, 1],
      [5, 1],
    ])
    const whole = allowListIn('{\n"allow": 5}', file)
    expect(whole.ok ? [] : whole.problems.map(({at}) => [at?.line, at?.column])).to.deep.equal([[2, 10]])
  })
})

describe('a package', () => {
  const refusals = (lists: readonly AllowList[], name: string, version?: string) =>
    refusedBy(lists, {name, version}).map(({message}) => message)

  it('may be registered where no list is, or each has it', () => {
    expect(refusals([], 'mod-x', '1.0.0')).to.deep.equal([])
    expect(refusals([listOf('mod-x'), listOf('mod-y', 'mod-x@^1')], 'mod-x', '1.2.0')).to.deep.equal([])
    expect(refusals([listOf('@acme/*')], '@acme/mod-geo', '1.2.0')).to.deep.equal([])
    expect(refusals([listOf('mod-x@^1', 'mod-x@^3')], 'mod-x', '3.1.0')).to.deep.equal([])
  })

  it('whose version is not known yet may be registered when any version may', () => {
    expect(refusals([listOf('mod-x@^1')], 'mod-x')).to.deep.equal([])
    expect(refusals([listOf('mod-x@^1')], 'mod-y')).to.have.length(1)
  })

  it('is refused by each list that does not have it, at the list', () => {
    const list = listOf('mod-x', '@acme/*')
    const message = 'mod-xy is not on the list of packages that may be registered here'
    expect(refusals([list, listOf('mod-xy'), list], 'mod-xy', '1.0.0')).to.deep.equal([message, message])
    for (const name of ['mod', '@acme', 'acme/x', '@acmes/x', 'x@acme/y'])
      expect(refusals([list], name, '1.0.0')).to.have.length(1)
    expect(refusedBy([list], {name: 'mod-xy'})).to.deep.equal([
      {code: 'mod_not_allowed', message, at: list.at, hint: 'ask whoever owns the registry to add it to "allow"'},
    ])
  })

  it('is refused at versions that no range takes, which are named', () => {
    expect(refusals([listOf('mod-x@^1', 'mod-x@^3', 'mod-y')], 'mod-x', '2.0.0')).to.deep.equal([
      'mod-x may be registered here at ^1 or ^3, not at 2.0.0',
    ])
  })
})
