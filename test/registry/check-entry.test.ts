import {expect} from 'chai'
import type {JsonObject, JsonValue} from '../../src/model/json.js'
import {checkEntry} from '../../src/registry/check-entry.js'
import {entryOf} from '../mod-package.js'

const entry = entryOf('one') as unknown as JsonObject // an entry is JSON
const digest = (letter: string) => `sha256-${letter.repeat(43)}=`
const at = (path: readonly (number | string)[]) => ({file: path.join('.')})
const check = (value: JsonValue) => checkEntry(value, at)
const problemsOf = (value: JsonValue) => {
  const checked = check(value)
  return checked.ok ? [] : checked.problems
}

/** The entry with other values at some of its keys; a value that is undefined takes the key away. */
function changed(
  part: 'dependencies' | 'interface' | 'metadata' | undefined,
  more: Record<string, JsonValue | undefined>,
): JsonObject {
  const over = (value: JsonObject) => JSON.parse(JSON.stringify({...value, ...more})) as JsonObject
  return part === undefined ? over(entry) : {...entry, [part]: over(entry[part] as JsonObject)}
}

describe('an entry of the registry', () => {
  it('is taken as it is', () => {
    const whole = changed(undefined, {
      integrity: 'sha512-abc',
      files: {entry: digest('a'), all: digest('b')},
      source: 'local',
      interface: {
        input_ports: ['data', 'lookup'],
        output_ports: ['data', 'rejects'],
        globals_produced: ['row_count'],
        globals_consumed: ['Day_1'],
        row_balance: ['data'],
      },
      dependencies: {packages: ['a@1'], node_version: '>=20', datapy: '^1'},
    })
    expect(check(whole)).to.deep.equal({ok: true, value: whole})
    expect(check(entry)).to.deep.equal({ok: true, value: entry})
  })

  it('may leave out its lists, its dependencies and its author', () => {
    const {interface: _, dependencies: __, ...rest} = changed('metadata', {author: undefined})
    const checked = check(rest)
    expect(checked.ok && checked.value.interface).to.deep.equal({
      input_ports: [],
      output_ports: [],
      globals_produced: [],
      globals_consumed: [],
    })
    expect(checked.ok && checked.value.dependencies).to.deep.equal({packages: [], node_version: '*'})
    expect(checked.ok && checked.value.metadata.author).to.equal('')
  })

  it('keeps nothing that an entry does not have', () => {
    const checked = check({...entry, postinstall: 'x'})
    expect(checked.ok && Object.keys(checked.value)).not.to.include('postinstall')
  })

  for (const balance of [true, false, ['data']])
    it(`may have the row balance ${JSON.stringify(balance)}`, () => {
      const checked = check(changed('interface', {input_ports: ['data'], row_balance: balance}))
      expect(checked.ok && checked.value.interface.row_balance).to.deep.equal(balance)
    })

  const category = 'metadata.category must be one of sources, transformers, sinks, not'
  const words = 'metadata.type must be lower-case words joined by "_", such as csv_reader, not'
  const path = 'module_path must be the name of a package, not'
  const balance = 'interface.row_balance must be true or false, or a list of input ports'
  const digests = 'files must hold the digests "entry" and "all", each like "sha256-…"'
  const wrong: readonly (readonly [place: string, message: string, value: JsonValue, hint?: string])[] = [
    ['', 'a registry entry must be an object', []],
    ['', 'a registry entry must be an object', null],
    [
      'module_path',
      `${path} "../x"`,
      changed(undefined, {module_path: '../x'}),
      'paths are refused: name the package as one would import it',
    ],
    ['module_path', `${path} nothing`, changed(undefined, {module_path: undefined})],
    ['module_path', `${path} "x/@a/b"`, changed(undefined, {module_path: 'x/@a/b'})],
    ['module_path', `${path} "a b"`, changed(undefined, {module_path: 'a b'})],
    ['config_schema', 'config_schema must be a JSON Schema, an object, not a list', changed(undefined, {config_schema: []})],
    ['integrity', 'integrity must look like "sha512-…"', changed(undefined, {integrity: 'md5-x'})],
    ['integrity', 'integrity must look like "sha512-…"', changed(undefined, {integrity: 'x sha512-x'})],
    ['integrity', 'integrity must look like "sha512-…"', changed(undefined, {integrity: 5})],
    ['source', 'source can only be "local", not "npm"', changed(undefined, {source: 'npm'})],
    ['files', digests, changed(undefined, {files: null})],
    ['files', digests, changed(undefined, {files: {entry: digest('a')}})],
    ['files', digests, changed(undefined, {files: {all: digest('a')}})],
    ['files', digests, changed(undefined, {files: {entry: digest('a'), all: `x${digest('a')}`}})],
    ['files', digests, changed(undefined, {files: {entry: `${digest('a')}x`, all: digest('a')}})],
    ['metadata', 'metadata must be an object, not "x"', changed(undefined, {metadata: 'x'})],
    ['metadata.type', `${words} "Csv"`, changed('metadata', {type: 'Csv'})],
    ['metadata.type', `${words} nothing`, changed('metadata', {type: undefined})],
    ['metadata.type', `${words} "x csv"`, changed('metadata', {type: 'x csv'})],
    ['metadata.version', 'metadata.version must be a version such as 1.0.0, not "1.0"', changed('metadata', {version: '1.0'})],
    [
      'metadata.version',
      'metadata.version must be a version such as 1.0.0, not "v1.0.0"',
      changed('metadata', {version: 'v1.0.0'}),
    ],
    [
      'metadata.version',
      'metadata.version must be a version such as 1.0.0, not "1.0.0 x"',
      changed('metadata', {version: '1.0.0 x'}),
    ],
    ['metadata.version', 'metadata.version must be a version such as 1.0.0, not 1', changed('metadata', {version: 1})],
    ['metadata.category', `${category} "sink"`, changed('metadata', {category: 'sink'}), 'did you mean "sinks"?'],
    ['metadata.category', `${category} nothing`, changed('metadata', {category: undefined})],
    ['metadata.description', 'metadata.description must say what the mod does', changed('metadata', {description: ' '})],
    ['metadata.description', 'metadata.description must say what the mod does', changed('metadata', {description: undefined})],
    ['metadata.author', 'metadata.author must be text, not an object', changed('metadata', {author: {name: 'x'}})],
    ['interface', 'interface must be an object, not 5', changed(undefined, {interface: 5})],
    ['interface.input_ports', 'interface.input_ports must be a list of names', changed('interface', {input_ports: 'data'})],
    ['interface.output_ports', 'interface.output_ports must be a list of names', changed('interface', {output_ports: ['a', 5]})],
    [
      'interface.globals_produced',
      'interface.globals_produced must be a list of names',
      changed('interface', {globals_produced: {}}),
    ],
    [
      'interface.globals_consumed',
      'interface.globals_consumed must be a list of names',
      changed('interface', {globals_consumed: true}),
    ],
    [
      'interface.input_ports.1',
      'interface.input_ports: "a-b" is no name',
      changed('interface', {input_ports: ['a', 'a-b']}),
      'letters, digits and "_" only',
    ],
    ['interface.output_ports.0', 'interface.output_ports: "1a" is no name', changed('interface', {output_ports: ['1a']})],
    [
      'interface.output_ports.1',
      'interface.output_ports: "__proto__" is no name',
      changed('interface', {output_ports: ['constructor', '__proto__']}),
    ],
    ['interface.output_ports.2', 'interface.output_ports names "a" twice', changed('interface', {output_ports: ['a', 'b', 'a']})],
    ['interface.row_balance', balance, changed('interface', {row_balance: 'yes'})],
    ['interface.row_balance', balance, changed('interface', {row_balance: []})],
    ['interface.row_balance', balance, changed('interface', {input_ports: ['data'], row_balance: ['data', 'other']})],
    ['dependencies', 'dependencies must be an object, not a list', changed(undefined, {dependencies: []})],
    [
      'dependencies.packages',
      'dependencies.packages must be a list of name@range',
      changed('dependencies', {packages: {a: '1'}}),
    ],
    [
      'dependencies.node_version',
      'dependencies.node_version must be a range such as ">=20.19", not 20',
      changed('dependencies', {node_version: 20}),
    ],
    [
      'dependencies.datapy',
      'dependencies.datapy must be a range such as ">=0.1.0 <1", not 1',
      changed('dependencies', {datapy: 1}),
    ],
    [
      'config_schema.properties._retry',
      'parameter "_retry": names with a leading "_" belong to the framework',
      changed(undefined, {config_schema: {properties: {_retry: {}, file_: {}}}}),
    ],
  ]
  for (const [place, message, value, hint] of wrong)
    it(`is refused: ${message}`, () => {
      const problems = problemsOf(value)
      expect(problems.map(({code, message: said, at: where}) => [code, where?.file, said])).to.deep.equal([
        ['entry_invalid', place, message],
      ])
      if (hint !== undefined) expect(problems[0]?.hint).to.equal(hint)
    })

  it('may have a schema without properties, or with some that are no map', () => {
    for (const schema of [{}, {properties: []}]) expect(problemsOf(changed(undefined, {config_schema: schema}))).to.deep.equal([])
  })

  it('may have any version that semver has', () => {
    for (const version of ['0.0.1', '10.20.30', '1.0.0-beta.1', '1.0.0+build.5', '1.0.0-rc.1+b'])
      expect(problemsOf(changed('metadata', {version}))).to.deep.equal([])
  })

  it('is told of with all that is wrong with it', () => {
    expect(problemsOf({})).to.have.length(3)
    expect(problemsOf(changed('metadata', {type: 5, version: 5, category: 5, description: 5, author: 5}))).to.have.length(5)
  })
})
