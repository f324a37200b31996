import {expect} from 'chai'
import {lstat, readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {readPackageJson} from '../../src/node/resolve-package.js'
import {entryOf, write} from '../mod-package.js'
import {runDatapy} from '../run-datapy.js'
import {packageServer} from './package-server.js'
import {registryProject, type RegistryProject} from './registry-project.js'

const geo = entryOf('geo', {module_path: '@acme/mod-geo'})

describe('register-mod', () => {
  let project: RegistryProject
  beforeEach(async () => {
    project = await registryProject()
  })
  afterEach(() => project.remove())
  const installed = (name: string) => join(project.dataFolder, 'node_modules', name)
  const isThere = (path: string) =>
    lstat(path).then(
      () => true,
      () => false,
    )

  it('links a folder, and registers it without a path', async () => {
    const folder = await project.package(geo)
    const {code, stdout} = await project.datapy('register-mod', folder)
    expect({code, stdout}).to.deep.equal({code: 0, stdout: `registered geo 1.0.0 (@acme/mod-geo) in ${project.registryFile}\n`})
    expect((await lstat(installed('@acme/mod-geo'))).isSymbolicLink()).to.equal(true)
    const {mods} = await project.registry()
    expect(mods['geo']).to.deep.equal({...geo, source: 'local'})
    expect(await readFile(project.registryFile, 'utf8')).not.to.include(project.folder)
    expect((await project.datapy('validate-registry')).code).to.equal(0)
    expect(await readdir(folder)).to.have.members(['index.js', 'package.json'])
  })

  it('installs a tarball, with the integrity that npm notes, and runs none of its scripts', async () => {
    const mark = join(project.folder, 'script-ran')
    const folder = await project.package(geo, undefined, {scripts: {install: `touch ${mark}`, postinstall: `touch ${mark}`}})
    const {code, stdout} = await project.datapy('register-mod', await project.pack(folder), '--json')
    expect(code).to.equal(0)
    expect(JSON.parse(stdout)).to.deep.equal({
      status: 'success',
      exit_code: 0,
      type: 'geo',
      version: '1.0.0',
      module_path: '@acme/mod-geo',
      registry: project.registryFile,
      installed: true,
    })
    expect((await project.registry()).mods['geo']?.integrity).to.match(/^sha512-/)
    expect((await lstat(installed('@acme/mod-geo'))).isDirectory()).to.equal(true)
    expect(await isThere(mark)).to.equal(false)
    expect((await project.datapy('validate-registry')).code).to.equal(0)
    expect((await readdir(project.dataFolder)).filter((name) => name.startsWith('.'))).to.deep.equal([])
  })

  it('upgrades to a newer version, refuses an older one, and takes it by force', async () => {
    const tarball = async (version: string) =>
      project.pack(await project.package(entryOf('geo', {module_path: '@acme/mod-geo', version})))
    const [one, two] = [await tarball('1.0.0'), await tarball('2.0.0')]
    const versionNow = async () => [
      (await project.registry()).mods['geo']?.metadata.version,
      (await readPackageJson(installed('@acme/mod-geo')))?.['version'],
    ]
    expect((await project.datapy('register-mod', one)).code).to.equal(0)
    expect((await project.datapy('register-mod', two)).code).to.equal(0)
    expect(await versionNow()).to.deep.equal(['2.0.0', '2.0.0'])
    const refused = await project.datapy('register-mod', one)
    expect(refused.code).to.equal(20)
    expect(refused.stderr).to.include('mod_type_taken').and.include('newer than 1.0.0')
    expect(await versionNow()).to.deep.equal(['2.0.0', '2.0.0'])
    expect((await project.datapy('register-mod', one, '--force')).code).to.equal(0)
    expect(await versionNow()).to.deep.equal(['1.0.0', '1.0.0'])
  }).timeout(120_000)

  it('installs a package by its name from the npm registry, at an exact version, and upgrades when told to', async () => {
    const server = await packageServer()
    const env = {...project.env, npm_config_offline: 'false', npm_config_registry: server.url}
    const datapy = (...args: string[]) => runDatapy(args, {cwd: project.folder, env})
    const publish = async (version: string, code?: string) => {
      const folder = await project.package(entryOf('geo', {module_path: '@acme/mod-geo', version}), code)
      await server.publish('@acme/mod-geo', version, await project.pack(folder))
    }
    try {
      await publish('1.0.0')
      const first = await datapy('register-mod', '@acme/mod-geo')
      expect(first.code, first.stderr).to.equal(0)
      expect((await project.registry()).mods['geo']?.integrity).to.match(/^sha512-/)
      expect((await readPackageJson(project.dataFolder))?.['dependencies']).to.deep.equal({'@acme/mod-geo': '1.0.0'})

      await publish('1.1.0', 'export const go = 1')
      const refused = await datapy('register-mod', '@acme/mod-geo@1.1.0')
      expect(refused.code).to.equal(20)
      expect((await readPackageJson(installed('@acme/mod-geo')))?.['version']).to.equal('1.0.0')

      await publish('1.2.0')
      expect((await datapy('register-mod', '@acme/mod-geo')).stderr).to.include('mod_type_taken')
      const upgraded = await datapy('register-mod', '@acme/mod-geo@latest')
      expect(upgraded.code, upgraded.stderr).to.equal(0)
      expect((await project.registry()).mods['geo']?.metadata.version).to.equal('1.2.0')
      expect((await datapy('validate-registry')).code).to.equal(0)
      expect((await datapy('register-mod', '@acme/mod-geo@9')).stderr).to.include('npm_package_unknown')
    } finally {
      server.close()
    }
  }).timeout(120_000)

  it('registers what is installed already without installing again, and without asking any network', async () => {
    await project.package(entryOf('beside'))
    await write(
      join(project.folder, 'node_modules/test-mod-beside/package.json'),
      await readFile(join(project.folder, 'packages/test-mod-beside-1.0.0/package.json'), 'utf8'),
    )
    await write(join(project.folder, 'node_modules/test-mod-beside/index.js'), 'export const run = () => ({})')
    const {code, stdout} = await project.datapy('register-mod', 'test-mod-beside', '--json')
    expect(code).to.equal(0)
    expect(JSON.parse(stdout)).to.deep.include({type: 'beside', installed: false})
    expect(await isThere(project.dataFolder)).to.equal(false)
  })

  it('gets along with plugins:install in one data folder', async () => {
    const [one, two] = [
      await project.pack(await project.package(geo)),
      await project.pack(await project.package(entryOf('other'))),
    ]
    const plugin = await project.datapy('plugins:install', `file:${one}`)
    expect(plugin.code, plugin.stderr).to.equal(0)
    const registered = await project.datapy('register-mod', '@acme/mod-geo', '--json')
    expect(registered.code, registered.stderr).to.equal(0)
    expect(JSON.parse(registered.stdout)).to.deep.include({installed: false})
    expect((await project.datapy('register-mod', two)).code).to.equal(0)
    const {dependencies, oclif} = JSON.parse(await readFile(join(project.dataFolder, 'package.json'), 'utf8')) as Record<
      string,
      Record<string, unknown>
    >
    expect(Object.keys(dependencies ?? {})).to.have.members(['@acme/mod-geo', 'test-mod-other'])
    expect(oclif?.['plugins']).to.have.length(1)
    expect((await project.datapy('validate-registry')).code).to.equal(0)
    // What plugins:install brought is its to take away.
    expect((await project.datapy('unregister-mod', 'geo')).code).to.equal(0)
    expect(await isThere(installed('@acme/mod-geo'))).to.equal(true)
  }).timeout(120_000)

  const refusals: Record<string, {code: string; make(): Promise<string>}> = {
    'is no mod': {code: 'datapy_key_missing', make: () => project.package(geo, undefined, {datapy: undefined})},
    'cannot be imported': {code: 'mod_import_failed', make: () => project.package(geo, `import 'nowhere'`)},
    'has no run': {code: 'mod_without_run', make: () => project.package(geo, 'export const go = 1')},
    'has no valid schema': {
      code: 'bad_config_schema',
      make: () => project.package({...geo, config_schema: {type: 'object', properties: {n: {type: 'integr'}}}}),
    },
    'lacks a dependency': {
      code: 'dependency_missing',
      make: () => project.package(geo, undefined, {dependencies: {'absent-package': '^1.0.0'}}),
    },
    'has an unknown category': {
      code: 'entry_invalid',
      make: () => project.package(entryOf('geo', {module_path: '@acme/mod-geo', category: 'source'})),
    },
    'has a broken package.json': {
      code: 'mod_package_not_json',
      make: async () => join(await write(join(project.folder, 'broken/package.json'), '{'), '..'),
    },
    'ends the process when imported': {code: 'mod_import_failed', make: () => project.package(geo, 'process.exit(0)')},
  }
  for (const [what, {code: problem, make}] of Object.entries(refusals)) {
    it(`refuses a package that ${what}, as a folder, and changes nothing`, async () => {
      const before = await readFile(project.registryFile, 'utf8')
      const {code, stdout, stderr} = await project.datapy('register-mod', await make())
      expect({code, stdout}).to.deep.equal({code: 20, stdout: ''})
      expect(stderr).to.include(`error[${problem}]`)
      expect(await readFile(project.registryFile, 'utf8')).to.equal(before)
      expect(await isThere(join(project.dataFolder, 'node_modules'))).to.equal(false)
      expect(await isThere(join(project.dataFolder, 'package.json'))).to.equal(false)
    })
  }

  it('refuses a tarball that is no mod, names the file in the package, and leaves what was installed alone', async () => {
    expect((await project.datapy('register-mod', await project.pack(await project.package(geo)))).code).to.equal(0)
    const listed = async () => [
      await readdir(join(project.dataFolder, 'node_modules'), {recursive: true}),
      await readFile(join(project.dataFolder, 'package.json'), 'utf8'),
    ]
    const before = await listed()
    const bad = await project.pack(
      await project.package(entryOf('geo', {module_path: '@acme/mod-geo', version: '2.0.0'}), 'export const go = 1'),
    )
    const {code, stderr} = await project.datapy('register-mod', bad)
    expect(code).to.equal(20)
    expect(stderr).to.include('mod_without_run').and.include('@acme/mod-geo/package.json').and.not.include('.staging-')
    expect(await listed()).to.deep.equal(before)
    expect((await project.registry()).mods['geo']?.metadata.version).to.equal('1.0.0')
  }).timeout(120_000)

  it("says that a package cannot be had, in npm's words", async () => {
    const {code, stderr} = await project.datapy('register-mod', '@acme/not-there@1.0.0')
    expect(code).to.equal(20)
    expect(stderr).to.match(/error\[npm_failed\]: npm install @acme\/not-there@1\.0\.0 failed .*(ENOTCACHED|offline|cache)/i)
    expect(await isThere(join(project.dataFolder, 'package.json'))).to.equal(false)
  })

  it('does not need npm, or anything else, on the PATH', async () => {
    const folder = await project.package(geo)
    const env = {DATAPY_DATA_DIR: project.dataFolder, npm_config_cache: join(project.folder, 'cache'), PATH: ''}
    const {code, stderr} = await runDatapy(['register-mod', folder], {cwd: project.folder, env})
    expect(code, stderr).to.equal(0)
  })

  it('registers a folder again after its version was raised, without npm', async () => {
    const folder = await project.package(geo)
    expect((await project.datapy('register-mod', folder)).code).to.equal(0)
    const file = join(folder, 'package.json')
    await writeFile(file, (await readFile(file, 'utf8')).replace('"version": "1.0.0"', '"version": "1.1.0"'))
    const {code, stdout} = await project.datapy('register-mod', folder, '--json')
    expect(code).to.equal(0)
    expect(JSON.parse(stdout)).to.deep.include({version: '1.1.0', installed: false})
  })

  it('keeps every entry and package when several register at once', async () => {
    const folders = await Promise.all(Array.from({length: 6}, (_, index) => project.package(entryOf(`many_${String(index)}`))))
    const ended = await Promise.all(folders.map((folder) => project.datapy('register-mod', folder)))
    expect(ended.map(({code}) => code)).to.deep.equal(Array(6).fill(0))
    expect(Object.keys((await project.registry()).mods)).to.have.length(6)
    expect((await project.datapy('validate-registry')).code).to.equal(0)
  }).timeout(120_000)
})

describe('unregister-mod', () => {
  let project: RegistryProject
  beforeEach(async () => {
    project = await registryProject()
  })
  afterEach(() => project.remove())

  it('takes the entry and what register-mod had installed away', async () => {
    await project.datapy('register-mod', await project.package(geo))
    await rm(join(project.folder, 'npm-cache'), {recursive: true, force: true})
    const {code, stdout} = await project.datapy('unregister-mod', 'geo', '--json')
    expect(code).to.equal(0)
    expect(JSON.parse(stdout)).to.deep.include({type: 'geo', uninstalled: '@acme/mod-geo'})
    expect((await project.registry()).mods).to.deep.equal({})
    const {dependencies} = JSON.parse(await readFile(join(project.dataFolder, 'package.json'), 'utf8')) as {dependencies?: object}
    expect(dependencies ?? {}).to.deep.equal({})
  })

  it('refuses a type that is not there, and names the nearest', async () => {
    await project.datapy('register-mod', await project.package(entryOf('geocoder')))
    const {code, stderr} = await project.datapy('unregister-mod', 'geocode')
    expect(code).to.equal(20)
    expect(stderr).to.include('unknown_mod_type').and.include('"geocoder"')
  })

  it('can take an entry away that is not valid', async () => {
    await writeFile(project.registryFile, '{"mods": {"bad": 4}}')
    expect((await project.datapy('unregister-mod', 'bad')).code).to.equal(0)
    expect((await project.registry()).mods).to.deep.equal({})
  })
})
