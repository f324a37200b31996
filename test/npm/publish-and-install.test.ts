import {expect} from 'chai'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import type {RegistryEntry} from '../../src/model/registry.js'
import {entryOf, tempFolder, write} from '../mod-package.js'
import {npmHome, type NpmHome} from './npm-home.js'
import {npmRegistry, type NpmRegistry} from './npm-registry.js'

const code = (text: string) => `export const run = (params, {result}) => {
  result.addMetric('said', ${JSON.stringify(text)})
  return result.success()
}
`
const job = 'mods:\n  speak:\n    _type: TYPE\n'

describe('mods that are published to an npm registry', function () {
  this.timeout(180_000)
  let npm: NpmRegistry
  let home: NpmHome
  let folder: Awaited<ReturnType<typeof tempFolder>>
  const count = {packages: 0}

  before(async () => {
    folder = await tempFolder()
    npm = await npmRegistry(folder.path)
  })
  after(async () => {
    await npm.stop()
    await folder.remove()
  })
  beforeEach(async () => {
    home = await npmHome(`@org:registry=${npm.url}\nregistry=${npm.url}\n${npm.login}\n`)
  })
  afterEach(() => home.remove())

  /** A mod that no other test has published; `at` gives its entry at a version. */
  const newMod = () => {
    const type = `mod_${String(++count.packages)}`
    const name = `@org/mod-${String(count.packages)}`
    return {
      type,
      name,
      at: (version: string, more: Partial<RegistryEntry> = {}) => entryOf(type, {module_path: name, version, ...more}),
    }
  }
  const ok = async (...args: readonly string[]) => {
    const ended = await home.datapy(...args)
    expect(ended.code, `${args.join(' ')}: ${ended.stderr}`).to.equal(0)
    return ended
  }
  const saidBy = async (type: string) => {
    const file = await write(join(home.folder, 'job.yaml'), job.replace('TYPE', type))
    const {stdout} = await ok('run-mod', 'speak', '--params', file, '--json')
    return (JSON.parse(stdout) as {metrics: {said: string}}).metrics.said
  }
  /** What is refused says why, changes not one file, and what was there still runs. */
  const refused = async (problem: string, ...args: readonly string[]) => {
    const before = await home.files()
    const {code: exitCode, stderr} = await home.datapy(...args)
    expect(exitCode, `${args.join(' ')}: ${stderr}`).to.equal(20)
    expect(stderr).to.include(`error[${problem}]`)
    expect(await home.files()).to.deep.equal(before)
    return stderr
  }

  it('are installed, registered, run, upgraded, rolled back and taken away', async () => {
    const {type, name, at} = newMod()
    await home.publish(at('1.0.0'), code('one'))
    const installed = await ok('plugins:install', name)
    expect(installed.stdout).to.equal(`installed: ${name} 1.0.0\n`)
    expect(installed.stderr).to.include(`mod ${type} is not registered yet: datapy register-mod`)
    expect((await ok('register-mod')).stdout).to.equal(`registered ${type} 1.0.0 (${name}) in ${home.registryFile}\n`)
    expect((await ok('list-registry')).stdout).to.include(type)
    expect(await saidBy(type)).to.equal('one')
    expect((await ok('plugins')).stdout).to.include(`${name} 1.0.0`)

    await home.publish(at('1.1.0'), code('two'))
    const upgraded = await ok('plugins', 'install', name)
    expect(upgraded.stdout).to.equal(`installed: ${name} 1.1.0, was 1.0.0\n`)
    expect(upgraded.stderr).to.include('is registered at 1.0.0')
    expect((await ok('register-mod')).stdout).to.include(`registered ${type} 1.1.0`)
    expect(await saidBy(type)).to.equal('two')
    expect((await ok('validate-registry')).stdout).to.include('no problems')

    const broken: Record<string, readonly [version: string, code?: string | undefined, more?: object]> = {
      mod_without_run: ['1.2.0', 'export const go = 1'],
      entry_invalid: ['1.2.1', undefined, {datapy: {metadata: {type, category: 'source'}, config_schema: {type: 'object'}}}],
      datapy_key_missing: ['1.2.2', undefined, {datapy: undefined}],
      mod_import_failed: ['1.2.3', `import 'nowhere'`],
      mod_type_changed: ['1.2.4', undefined, {datapy: {metadata: {type: 'other', category: 'sinks'}, config_schema: {}}}],
    }
    for (const [problem, [version, source, more]] of Object.entries(broken)) {
      await home.publish(at(version), source, more)
      await refused(problem, 'plugins:install', name)
      await refused(problem, 'register-mod', `${name}@${version}`)
    }
    await home.publish(at('1.2.9', {config_schema: {type: 'object', properties: {n: {type: 'integr'}}}}))
    await refused('bad_config_schema', 'plugins:update')
    expect(await saidBy(type)).to.equal('two')

    await home.publish(at('1.3.0'), code('three'))
    expect((await ok('plugins:update')).stdout).to.equal(`installed: ${name} 1.3.0, was 1.1.0\n`)
    await ok('register-mod')
    expect(await saidBy(type)).to.equal('three')
    expect((await ok('plugins:install', `${name}@1.0.0`)).stderr).to.include(`datapy register-mod ${name} --force`)
    await ok('register-mod', name, '--force')
    expect(await saidBy(type)).to.equal('one')

    expect(await refused('mod_still_registered', 'plugins:uninstall', name)).to.include(`datapy unregister-mod ${type}`)
    expect((await ok('unregister-mod', type)).stderr).to.include(`${name} stays installed: datapy plugins:uninstall ${name}`)
    expect((await ok('plugins:uninstall', name)).stdout).to.equal(`uninstalled ${name}\n`)
    expect(await home.installed(name)).to.equal(undefined)
    expect(await home.mods()).to.deep.equal({})
    await refused('plugin_not_installed', 'plugins:uninstall', name)
    expect((await ok('plugins')).stdout).to.include('No plugins installed')
  })

  it('are registered by name alone, from a folder, from a tarball and from a link', async () => {
    const [named, packed, linked, plugin] = [newMod(), newMod(), newMod(), newMod()]
    await home.publish(named.at('1.0.0'), code('named'))
    await ok('register-mod', named.name)
    await ok('register-mod', await home.pack(await home.package(packed.at('1.0.0'), code('packed'))))
    await ok('register-mod', await home.package(linked.at('1.0.0'), code('linked')))
    await ok('plugins:link', await home.package(plugin.at('1.0.0'), code('plugin')))
    expect((await ok('register-mod')).stdout).to.equal(
      `registered ${plugin.type} 1.0.0 (${plugin.name}) in ${home.registryFile}\n`,
    )
    const all = {named, packed, linked, plugin}
    for (const [says, {type}] of Object.entries(all)) expect(await saidBy(type)).to.equal(says)
    const {[named.type]: one, [packed.type]: two, [linked.type]: three, [plugin.type]: four} = await home.mods()
    expect([one?.integrity, two?.integrity].map((integrity) => integrity?.slice(0, 7))).to.deep.equal(['sha512-', 'sha512-'])
    expect([three?.source, four?.source]).to.deep.equal(['local', 'local'])
    expect((await ok('validate-registry')).stdout).to.include('no problems')
    await ok('unregister-mod', plugin.type)
    await ok('plugins:unlink', plugin.name)
    expect(await home.installed(plugin.name)).to.equal(undefined)
  })

  it('are refused where something is wrong with them, and then nothing has changed', async () => {
    const kept = newMod()
    await home.publish(kept.at('1.0.0'), code('kept'))
    await ok('plugins:install', kept.name)
    await ok('register-mod')
    const bad: Record<string, (mod: ReturnType<typeof newMod>) => Promise<void>> = {
      datapy_key_missing: (mod) => home.publish(mod.at('1.0.0'), undefined, {datapy: undefined, oclif: undefined}),
      entry_invalid: (mod) => home.publish(mod.at('1.0.0'), undefined, {datapy: {metadata: 'sources'}}),
      mod_without_run: (mod) => home.publish(mod.at('1.0.0'), 'export const run = 1'),
      bad_config_schema: (mod) => home.publish(mod.at('1.0.0', {config_schema: {type: 'object', required: 'all'}})),
      mod_type_taken: (mod) => home.publish(entryOf(kept.type, {module_path: mod.name})),
      api_range: (mod) =>
        home.publish(mod.at('1.0.0'), undefined, {
          peerDependencies: {datapy: '>=99'},
          peerDependenciesMeta: {datapy: {optional: true}},
        }),
    }
    for (const [problem, publish] of Object.entries(bad)) {
      const mod = newMod()
      await publish(mod)
      await refused(problem, 'register-mod', mod.name)
      // Without a mod in it, a package may still be a plugin of oclif, which says so by another key.
      await refused(problem === 'datapy_key_missing' ? 'oclif_key_missing' : problem, 'plugins:install', mod.name)
    }
    expect(await saidBy(kept.type)).to.equal('kept')
  })

  it('are registered each on its own where there are several, and other plugins of oclif are passed over', async () => {
    const [good, taken, plain] = [newMod(), newMod(), newMod()]
    await home.publish(good.at('1.0.0'), code('good'))
    await home.publish(taken.at('1.0.0'))
    await home.publish(plain.at('1.0.0'), '', {datapy: undefined})
    await ok('plugins:install', taken.name, plain.name, good.name)
    const other = entryOf(taken.type, {module_path: 'another-package'})
    await write(home.registryFile, JSON.stringify({mods: {[taken.type]: other}}))
    const {code: exitCode, stdout, stderr} = await home.datapy('register-mod')
    expect(exitCode).to.equal(20)
    expect(stdout.trimEnd().split('\n')).to.have.members([
      `registered ${good.type} 1.0.0 (${good.name}) in ${home.registryFile}`,
      `refused ${taken.name}`,
    ])
    expect(stderr).to.include('error[mod_type_taken]').and.include(`${plain.name} is no mod, and passed over`)
    const again = await home.datapy('register-mod', '--json')
    expect(again.code).to.equal(20)
    expect((JSON.parse(again.stdout) as {mods: object[]}).mods).to.have.deep.members([
      {status: 'unchanged', module_path: good.name, type: good.type, version: '1.0.0'},
      {status: 'refused', module_path: taken.name},
      {status: 'no_mod', module_path: plain.name},
    ])
    await ok('plugins:uninstall', taken.name, '--force')
    expect((await ok('register-mod')).stdout).to.include('nothing to register')
  })

  it('run none of their install scripts, nor what they do as plugins of oclif but where plugins are listed', async () => {
    const {type, name, at} = newMod()
    const mark = join(home.folder, 'ran')
    const touch = `import {appendFileSync} from 'node:fs'\nexport default async function () { appendFileSync(${JSON.stringify(mark)}, 'x') }\n`
    const made = await home.package(at('1.0.0'), code('hooked'), {
      scripts: {preinstall: `touch ${mark}`, install: `touch ${mark}`, postinstall: `touch ${mark}`},
      oclif: {
        commands: './commands',
        hooks: {init: './hook.js', prerun: './hook.js', command_not_found: './hook.js', finally: './hook.js'},
      },
    })
    await write(join(made, 'hook.js'), touch)
    await write(join(made, 'commands/run-mod.js'), `${touch}\n`)
    await ok('plugins:install', await home.pack(made))
    await ok('register-mod')
    expect(await saidBy(type)).to.equal('hooked')
    await ok('list-registry')
    await ok('mod-info', type)
    await home.datapy('no-such-command')
    await ok('unregister-mod', type)
    await ok('plugins:uninstall', name)
    expect(await readFile(mark, 'utf8').catch(() => 'nothing ran')).to.equal('nothing ran')
  })

  it('are all there after several installations at once', async () => {
    const mods = Array.from({length: 4}, () => newMod())
    for (const mod of mods) await home.publish(mod.at('1.0.0'), code(mod.type))
    const ended = await Promise.all(mods.map(({name}) => home.datapy('plugins:install', name, '--json')))
    expect(ended.map((one) => one.code)).to.deep.equal([0, 0, 0, 0])
    expect(ended.map(({stdout}) => (JSON.parse(stdout) as {plugins: {mod: string}[]}).plugins[0]?.mod)).to.deep.equal(
      mods.map(({type}) => type),
    )
    await ok('register-mod')
    for (const {type} of mods) expect(await saidBy(type)).to.equal(type)
    expect((await ok('validate-registry')).stdout).to.include('4 mods checked, no problems')
  })
})
