import {expect} from 'chai'
import {mkdir, readFile, symlink, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import type {RegistryEntry} from '../../src/model/registry.js'
import {entryOf, registryOf, write, writePackage} from '../mod-package.js'
import {registryProject, type RegistryProject} from './registry-project.js'

describe('validate-registry', () => {
  let project: RegistryProject
  beforeEach(async () => {
    project = await registryProject(entryOf('fine'))
    await install(entryOf('fine'))
  })
  afterEach(() => project.remove())
  const install = (entry: RegistryEntry, code?: string, more?: object) =>
    writePackage(join(project.folder, 'node_modules', entry.module_path), entry, code, more)
  const register = (...entries: readonly RegistryEntry[]) =>
    writeFile(project.registryFile, JSON.stringify(registryOf(...entries), null, 2))
  const validated = async () => {
    const {code, stdout} = await project.datapy('validate-registry')
    return {code, lines: stdout.trimEnd().split('\n')}
  }

  it('says that all is well where it is, and exits 0', async () => {
    expect(await validated()).to.deep.equal({code: 0, lines: [`${project.registryFile}: 1 mod checked, no problems`]})
  })

  it('lists every problem of every entry, a line each with its place, and exits 20', async () => {
    const drifted = entryOf('drifted')
    await install({
      ...drifted,
      metadata: {...drifted.metadata, version: '1.1.0'},
      config_schema: {type: 'object', properties: {x: {type: 'string'}}},
    })
    await install(entryOf('no_run'), 'export const go = 1')
    await install(entryOf('throws'), `throw new Error('first line\\nsecond line')`)
    await install(entryOf('exits'), `process.exit(0)`)
    const needy = entryOf('needy', {
      dependencies: {packages: ['absent-package@^1.0.0', 'old-package@^2.0.0'], node_version: '>=99'},
    })
    await install(needy, undefined, {dependencies: {'absent-package': '^1.0.0', 'old-package': '^2.0.0'}})
    await write(join(project.folder, 'node_modules/old-package/package.json'), '{"name": "old-package", "version": "1.9.0"}')
    const schema = entryOf('bad_schema', {config_schema: {type: 'object', properties: {n: {type: 'integr'}}}})
    await install(schema)
    await register(
      drifted,
      entryOf('absent'),
      entryOf('no_run'),
      entryOf('throws'),
      entryOf('exits'),
      entryOf('fine'),
      needy,
      schema,
    )

    const {code, lines} = await validated()
    expect(code).to.equal(20)
    for (const line of lines) expect(line).to.match(/^\/.*registry\.json:\d+:\d+ [a-z_]+: [a-z_]+: /)
    const told = lines.map((line) => line.split(' ').slice(1, 3).join(' '))
    expect(told).to.deep.equal([
      'mod_package_missing: absent:',
      ...lines.flatMap((line) => (line.includes('bad_config_schema') ? ['bad_config_schema: bad_schema:'] : [])),
      'entry_differs: drifted:',
      'entry_differs: drifted:',
      'mod_import_failed: exits:',
      'node_too_old: needy:',
      'dependency_missing: needy:',
      'dependency_version: needy:',
      'mod_without_run: no_run:',
      'mod_import_failed: throws:',
    ])
    expect(lines.some((line) => line.includes('bad_config_schema'))).to.equal(true)
  })

  it('finds a type that is there twice', async () => {
    const entry = JSON.stringify(entryOf('fine'))
    await writeFile(project.registryFile, `{"mods": {"fine": ${entry},\n"fine": ${entry}}}`)
    const {code, lines} = await validated()
    expect(code).to.equal(20)
    expect(lines).to.have.length(1)
    expect(lines[0]).to.include(`${project.registryFile}:2:1 repeated_key: mod type "fine" is registered twice`)
  })

  it('finds entries that are not well-formed, keys that are not the type, and paths as packages', async () => {
    await writeFile(
      project.registryFile,
      JSON.stringify({mods: {one: {...entryOf('two')}, three: {...entryOf('three'), module_path: '/abs/three'}, four: 4}}),
    )
    const {code, lines} = await validated()
    expect(code).to.equal(20)
    expect(lines.map((line) => line.replace(/^.*entry_invalid: (\w+).*$/, '$1'))).to.deep.equal(['one', 'three', 'four'])
  })

  it('finds a package that is not the one that was registered', async () => {
    await install(entryOf('fine'))
    await write(
      join(project.folder, 'node_modules/.package-lock.json'),
      JSON.stringify({packages: {'node_modules/test-mod-fine': {integrity: 'sha512-other'}}}),
    )
    await register(entryOf('fine', {integrity: 'sha512-right'}))
    const {code, lines} = await validated()
    expect({code, lines})
      .to.deep.include({code: 20})
      .and.to.have.nested.property('lines[0]')
      .that.includes('integrity_differs: fine:')
  })

  it('finds a package that was registered from npm and is now a link', async () => {
    const real = await writePackage(join(project.folder, 'dev/linked'), entryOf('linked'))
    await mkdir(join(project.folder, 'node_modules'), {recursive: true})
    await symlink(real, join(project.folder, 'node_modules/test-mod-linked'))
    await register(entryOf('linked', {integrity: 'sha512-right'}))
    expect((await validated()).lines[0]).to.include('installed is a link to a folder')
  })

  it('lists a registry that cannot be read like any other problem', async () => {
    await writeFile(project.registryFile, '{"mods": {,}}')
    const {code, lines} = await validated()
    expect(code).to.equal(20)
    expect(lines[0]).to.include(`${project.registryFile}:1:11 registry_not_json:`)
    const {stdout} = await project.datapy('validate-registry', '--json')
    expect(JSON.parse(stdout)).to.deep.include({status: 'error', exit_code: 20, registry: project.registryFile, mods_checked: 0})
  })

  it('gives one JSON document, and leaves the file as it is', async () => {
    const before = await readFile(project.registryFile, 'utf8')
    const {code, stdout} = await project.datapy('validate-registry', '--json')
    expect(code).to.equal(0)
    expect(JSON.parse(stdout)).to.deep.equal({
      status: 'success',
      exit_code: 0,
      registry: project.registryFile,
      mods_checked: 1,
      warnings: [],
      errors: [],
    })
    expect(await readFile(project.registryFile, 'utf8')).to.equal(before)
  })
})
