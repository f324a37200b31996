import {expect} from 'chai'
import {lstat, readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import type {RegistryEntry} from '../../src/model/registry.js'
import {entryOf, registryOf} from '../mod-package.js'
import {runDatapy} from '../run-datapy.js'
import {packageServer} from './package-server.js'
import {registryProject, type RegistryProject} from './registry-project.js'

const geo = entryOf('geo', {module_path: '@acme/mod-geo'})

describe('the list of packages that a registry allows', () => {
  let project: RegistryProject
  beforeEach(async () => {
    project = await registryProject()
  })
  afterEach(() => project.remove())
  const allow = (list: unknown, ...entries: readonly RegistryEntry[]) =>
    writeFile(project.registryFile, JSON.stringify({allow: list, ...registryOf(...entries)}, null, 2))
  const isInstalled = () =>
    lstat(join(project.dataFolder, 'node_modules/@acme/mod-geo')).then(
      () => true,
      () => false,
    )
  const touching = (mark: string) =>
    `import {writeFileSync} from 'node:fs'\nwriteFileSync(${JSON.stringify(mark)}, '')\nexport const run = () => ({})`

  it('lets in what it names, by scope, name or range, and is kept', async () => {
    for (const pattern of ['@acme/*', '@acme/mod-geo', '@acme/mod-geo@^1', '@acme/*@>=1']) {
      await allow(['mod-else', pattern])
      const {code, stderr} = await project.datapy('register-mod', await project.package(geo))
      expect(code, `${pattern} ${stderr}`).to.equal(0)
      expect(JSON.parse(await readFile(project.registryFile, 'utf8'))).to.deep.include({allow: ['mod-else', pattern]})
    }
  })

  it('refuses a folder and a tarball, also by force, before its code is loaded, and points at the list', async () => {
    await allow(['@other/*', '@acme/mod-geo@^2'])
    const before = await readFile(project.registryFile, 'utf8')
    const mark = join(project.folder, 'was-imported')
    const folder = await project.package(geo, touching(mark))
    for (const spec of [folder, await project.pack(folder)]) {
      const {code, stderr} = await project.datapy('register-mod', spec, '--force')
      expect(code).to.equal(20)
      expect(stderr).to.include('error[mod_not_allowed]: @acme/mod-geo may be registered here at ^2, not at 1.0.0')
      expect(stderr).to.include(`${project.registryFile}:2:3`)
    }
    expect(await lstat(mark).catch(() => 'not there')).to.equal('not there')
    expect(await isInstalled()).to.equal(false)
    expect(await readFile(project.registryFile, 'utf8')).to.equal(before)
  })

  it('holds for plugins:install, too', async () => {
    await allow(['@other/*'])
    const {code, stderr} = await project.datapy('plugins:install', `file:${await project.pack(await project.package(geo))}`)
    expect(code).to.equal(20)
    expect(stderr).to.include('mod_not_allowed')
    expect(await isInstalled()).to.equal(false)
  })

  it('refuses a name without asking the npm registry for it', async () => {
    const server = await packageServer()
    try {
      await allow(['@acme/mod-geocoder', '@acme-else/*'])
      const env = {...project.env, npm_config_offline: 'false', npm_config_registry: server.url}
      const {code, stderr} = await runDatapy(['register-mod', '@acme/mod-geo'], {cwd: project.folder, env})
      expect(code).to.equal(20)
      expect(stderr).to.include('mod_not_allowed').and.include('@acme/mod-geo is not on the list')
      expect(server.asked).to.deep.equal([])
    } finally {
      server.close()
    }
  })

  it('allows nothing when it is empty', async () => {
    await allow([])
    expect((await project.datapy('register-mod', await project.package(geo))).stderr).to.include('mod_not_allowed')
  })

  for (const [list, reason] of [
    ['@acme/*', '"allow" must be a list'],
    [['@acme/*', 'mod-*'], '"mod-*" in "allow" is neither a package nor a scope'],
    [[7], '7 in "allow" is neither'],
    [['@acme/mod-geo@newest'], '"newest" in "allow" is no range'],
  ] as const) {
    it(`is told to be wrong when it is ${JSON.stringify(list)}, and then nothing is registered`, async () => {
      await allow(list)
      const {code, stderr} = await project.datapy('register-mod', await project.package(geo))
      expect(code).to.equal(20)
      expect(stderr).to.include('allow_invalid').and.include(reason)
      expect(stderr).to.match(/registry\.json:\d+:\d+/)
      expect(await isInstalled()).to.equal(false)
      const {stdout} = await project.datapy('validate-registry')
      expect(stdout).to.include('allow_invalid')
    })
  }

  it('is what validate-registry holds the entries against; running and listing go on', async () => {
    await project.datapy('register-mod', await project.package(geo))
    const {mods} = await project.registry()
    await allow(['@acme/mod-geo@^2'], ...Object.values(mods))
    const {code, stdout} = await project.datapy('validate-registry')
    expect(code).to.equal(20)
    expect(stdout).to.match(
      /registry\.json:\d+:\d+ mod_not_allowed: geo: @acme\/mod-geo may be registered here at \^2, not at 1\.0\.0/,
    )
    expect((await project.datapy('list-registry')).code).to.equal(0)
  })
})
