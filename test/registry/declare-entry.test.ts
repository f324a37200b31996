import {expect} from 'chai'
import {compareEntries} from '../../src/registry/compare-entries.js'
import {declareEntry} from '../../src/registry/declare-entry.js'
import {jsonPlaces} from '../../src/registry/json-places.js'

const file = '/mod/package.json'
const minimal = {
  name: '@acme/mod-geocoder',
  version: '1.2.3',
  description: 'Finds places',
  author: {name: 'Ada', email: 'ada@example.org'},
  dependencies: {'csv-parse': '^7.0.0'},
  engines: {node: '>=20.19'},
  datapy: {
    metadata: {type: 'geocoder', category: 'transformers'},
    interface: {input_ports: ['data']},
    config_schema: {type: 'object'},
  },
}

describe('declareEntry', () => {
  it("takes what npm says already from npm's own keys", () => {
    expect(declareEntry(minimal, file)).to.deep.equal({
      ok: true,
      value: {
        module_path: '@acme/mod-geocoder',
        metadata: {type: 'geocoder', category: 'transformers', version: '1.2.3', description: 'Finds places', author: 'Ada'},
        interface: {input_ports: ['data'], output_ports: [], globals_produced: [], globals_consumed: []},
        dependencies: {packages: ['csv-parse@^7.0.0'], node_version: '>=20.19'},
        config_schema: {type: 'object'},
      },
    })
  })

  it('lets the datapy key say otherwise', () => {
    const {datapy} = minimal
    const declared = declareEntry(
      {
        ...minimal,
        datapy: {...datapy, metadata: {...datapy.metadata, description: 'Other'}, dependencies: {node_version: '>=22'}},
      },
      file,
    )
    expect(declared.ok && declared.value.metadata.description).to.equal('Other')
    expect(declared.ok && declared.value.dependencies).to.deep.equal({packages: ['csv-parse@^7.0.0'], node_version: '>=22'})
  })

  it('never takes where a package comes from, nor its name, from the mod itself', () => {
    const declared = declareEntry(
      {...minimal, datapy: {...minimal.datapy, module_path: '@evil/other', integrity: 'sha512-x', source: 'local'}},
      file,
    )
    expect(declared.ok && declared.value.module_path).to.equal('@acme/mod-geocoder')
    expect(declared.ok && declared.value).not.to.have.any.keys('integrity', 'source')
  })

  it('says plainly that a package without the datapy key is no mod', () => {
    const {datapy: _, ...other} = minimal
    const declared = declareEntry(other, file)
    expect(!declared.ok && declared.problems[0]).to.deep.include({
      code: 'datapy_key_missing',
      message: `${file} has no "datapy" key, so the package is no mod`,
    })
  })

  it('tells everything that is wrong at once, each at its place', () => {
    const text = JSON.stringify(
      {
        ...minimal,
        version: 'one',
        datapy: {
          metadata: {type: 'GeoCoder', category: 'source'},
          interface: {input_ports: ['data', 'data'], output_ports: 'data'},
          config_schema: {properties: {_mod_name: {}}},
        },
      },
      null,
      2,
    )
    const places = jsonPlaces(text, file)
    const declared = declareEntry(JSON.parse(text), file, (path) => places.at(path))
    const problems = declared.ok ? [] : declared.problems
    expect(problems.map(({message}) => message.split(' ')[0])).to.have.members([
      'metadata.type',
      'metadata.version',
      'metadata.category',
      'interface.input_ports',
      'interface.output_ports',
      'parameter',
    ])
    expect(problems.find(({message}) => message.startsWith('metadata.category'))?.hint).to.equal('did you mean "sources"?')
    const lines = text.split('\n')
    const lineOf = (start: string) => lines[(problems.find(({message}) => message.startsWith(start))?.at?.line ?? 0) - 1]
    expect(lineOf('metadata.version')).to.equal('  "version": "one",')
    expect(lineOf('metadata.category')).to.include('"category"')
    expect(lineOf('parameter')).to.include('_mod_name')
  })

  it('refuses what is no package.json, and a datapy key that is no map', () => {
    const toldOf = (packageJson: unknown) => {
      const declared = declareEntry(packageJson, file)
      return declared.ok ? [] : declared.problems
    }
    expect(toldOf([])).to.deep.equal([{code: 'mod_package_not_json', message: `${file} does not hold an object`, at: {file}}])
    expect(toldOf({...minimal, datapy: true})).to.deep.equal([
      {
        code: 'datapy_key_missing',
        message: `"datapy" in ${file} must be an object`,
        at: {file},
        hint: 'declare the mod there: docs/registry.md shows how',
      },
    ])
  })

  it('takes the author as text or by name, and the range of DataPy from the optional peer', () => {
    const authorOf = (author: unknown) => {
      const declared = declareEntry({...minimal, author}, file)
      return declared.ok && declared.value.metadata.author
    }
    expect([authorOf('Ada <ada@example.org>'), authorOf({email: 'x'}), authorOf(undefined), authorOf(5)]).to.deep.equal([
      'Ada <ada@example.org>',
      '',
      '',
      '',
    ])
    const peer = declareEntry({...minimal, peerDependencies: {datapy: '>=0.1.0 <1', other: '*'}}, file)
    expect(peer.ok && peer.value.dependencies.datapy).to.equal('>=0.1.0 <1')
  })

  it('needs neither dependencies nor engines, and takes any version of a dependency whose range is no text', () => {
    const {dependencies: _, engines: __, ...bare} = minimal
    const declared = declareEntry(bare, file)
    expect(declared.ok && declared.value.dependencies).to.deep.equal({packages: [], node_version: '*'})
    const odd = declareEntry({...minimal, dependencies: {a: 5}, engines: {node: 20}}, file)
    expect(odd.ok && odd.value.dependencies).to.deep.equal({packages: ['a@*'], node_version: '*'})
  })

  it('points at the key that is to be mended, of npm or of the mod', () => {
    const placesOf = (packageJson: object) => {
      const declared = declareEntry(packageJson, file, (path) => ({file: path.join('.')}))
      return declared.ok ? [] : declared.problems.map(({at}) => at?.file)
    }
    const {datapy} = minimal
    expect(placesOf({...minimal, name: '../x', version: 5, description: ''})).to.have.members(['name', 'version', 'description'])
    expect(placesOf({...minimal, name: undefined})).to.deep.equal(['name'])
    expect(
      placesOf({...minimal, datapy: {...datapy, metadata: {...datapy.metadata, version: 'x', author: 5, type: 5}}}),
    ).to.have.members(['datapy.metadata.version', 'datapy.metadata.author', 'datapy.metadata.type'])
    expect(placesOf({...minimal, datapy: {...datapy, metadata: 5}})).to.deep.equal(['datapy.metadata'])
    expect(placesOf({...minimal, datapy: {...datapy, dependencies: 5}})).to.deep.equal(['datapy.dependencies'])
    const {metadata: _, ...without} = datapy
    expect(placesOf({...minimal, datapy: without})).to.have.members(['datapy.metadata.type', 'datapy.metadata.category'])
  })

  for (const type of ['Csv', '1csv', 'csv__reader', 'csv-reader', 'csv_', '_csv', '', '__proto__']) {
    it(`refuses the mod type ${JSON.stringify(type)}`, () => {
      expect(
        declareEntry({...minimal, datapy: {...minimal.datapy, metadata: {...minimal.datapy.metadata, type}}}, file).ok,
      ).to.equal(false)
    })
  }
})

describe('compareEntries', () => {
  it('says where the registry differs, and what to do, without showing all of a long value', () => {
    const one = declareEntry(minimal, file)
    const long = 'x'.repeat(100)
    const other = declareEntry(
      {...minimal, description: long, datapy: {...minimal.datapy, interface: {input_ports: ['other']}}},
      file,
    )
    if (!one.ok || !other.ok) throw new Error('the fixtures are not valid')
    expect(compareEntries(one.value, other.value, (path) => ({file: path.join('.')}))).to.deep.equal([
      {
        code: 'entry_differs',
        message: `geocoder: metadata.description is "Finds places" in the registry, "${long.slice(0, 78)}… in the package`,
        at: {file: 'metadata.description'},
        hint: 'register it again: datapy register-mod @acme/mod-geocoder --force',
      },
      {
        code: 'entry_differs',
        message: 'geocoder: interface.input_ports.0 is "data" in the registry, "other" in the package',
        at: {file: 'interface.input_ports.0'},
        hint: 'register it again: datapy register-mod @acme/mod-geocoder --force',
      },
    ])
  })

  it('names each value that differs, by its path', () => {
    const one = declareEntry(minimal, file)
    const other = declareEntry(
      {...minimal, version: '1.2.4', datapy: {...minimal.datapy, config_schema: {type: 'object', required: ['x']}}},
      file,
    )
    if (!one.ok || !other.ok) throw new Error('the fixtures are not valid')
    expect(compareEntries(one.value, one.value, () => ({file}))).to.deep.equal([])
    expect(compareEntries(one.value, other.value, () => ({file})).map(({message}) => message)).to.deep.equal([
      'geocoder: metadata.version is "1.2.3" in the registry, "1.2.4" in the package',
      'geocoder: config_schema.required is missing in the registry, ["x"] in the package',
    ])
  })
})
