import {expect} from 'chai'
import {execFile} from 'node:child_process'
import {cp, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {npmCli} from '../../src/node/npm.js'
import {entryOf, tempFolder, write} from '../mod-package.js'
import {npmHome, type NpmHome} from './npm-home.js'
import {freePort, npmRegistry, type NpmRegistry} from './npm-registry.js'

const says = (name: string) => `import {word} from '${name}'
export const run = (params, {result}) => {
  result.addMetric('said', word)
  return result.success()
}
`

describe('what a mod needs, in the less usual ways of npm, reaches another machine', function () {
  this.timeout(180_000)
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let npm: NpmRegistry
  let npmrc: string
  const homes: NpmHome[] = []
  before(async () => {
    folder = await tempFolder()
    npm = await npmRegistry(folder.path)
    npmrc = `registry=${npm.url}\n${npm.login}\n`
  })
  after(async () => {
    await npm.stop()
    await folder.remove()
  })
  afterEach(async () => {
    for (const home of homes.splice(0)) await home.remove()
  })

  const machine = async (lines = npmrc) => {
    const home = await npmHome(lines)
    homes.push(home)
    return home
  }
  const plain = (home: NpmHome, name: string, version: string, text: string, more: object = {}) =>
    home.publish(entryOf('none'), text, {name, version, datapy: undefined, ...more})
  const ok = async (on: NpmHome, ...args: readonly string[]) => {
    const ended = await on.datapy(...args)
    expect(ended.code, `${args.join(' ')}: ${ended.stderr}`).to.equal(0)
    return ended
  }
  const saidOn = async (on: NpmHome, type: string) => {
    const job = await write(join(on.folder, 'job.yaml'), `mods: {one: {_type: ${type}}}\n`)
    const {stdout} = await ok(on, 'run-mod', 'one', '--params', job, '--json')
    return (JSON.parse(stdout) as {metrics: {said: string}}).metrics.said
  }
  /** Registers the mod here, and runs it on a machine that was brought it in each of both ways, twice. */
  const travels = async (home: NpmHome, type: string, text: string) => {
    await ok(home, 'register-mod', `@odd/mod-${type}`)
    expect(await saidOn(home, type)).to.equal(text)
    const frozen = await machine()
    for (const file of ['registry.json', 'registry-lock.json'])
      await cp(join(home.folder, file), join(frozen.folder, file)).catch(() => undefined)
    await ok(frozen, 'install', '--frozen')
    expect(await saidOn(frozen, type)).to.equal(text)
    expect((await ok(frozen, 'install', '--frozen')).stdout).to.match(/^nothing to install/)
    await ok(frozen, 'validate-registry')
    const archive = join(folder.path, `${type}.tgz`)
    await ok(home, 'pack-mods', '-o', archive)
    const alone = await machine(`registry=http://127.0.0.1:${String(await freePort())}/\n`)
    await ok(alone, 'install', '--from', archive)
    expect(await saidOn(alone, type)).to.equal(text)
    expect((await ok(alone, 'install', '--from', archive)).stdout).to.match(/^nothing to install/)
    await ok(alone, 'validate-registry')
  }
  const modNeeding = (home: NpmHome, type: string, name: string, more: object) =>
    home.publish(entryOf(type, {module_path: `@odd/mod-${type}`}), says(name), more)

  it('a package of which there is a part for each platform', async () => {
    const home = await machine()
    await plain(home, '@odd/native-here', '1.0.0', "export const word = 'native'\n", {os: [process.platform]})
    await plain(home, '@odd/native-there', '1.0.0', '', {os: ['plan9']})
    await plain(home, '@odd/native', '1.0.0', "export * from '@odd/native-here'\n", {
      optionalDependencies: {'@odd/native-here': '1.0.0', '@odd/native-there': '1.0.0'},
    })
    await modNeeding(home, 'native', '@odd/native', {dependencies: {'@odd/native': '^1.0.0'}})
    await travels(home, 'native', 'native')
  })

  it('to a machine of another kind, which gets the part for its own', async () => {
    const home = await machine()
    const part = (os: string) => plain(home, `@odd/for-${os}`, '1.0.0', `export const word = '${os}'\n`, {os: [os]})
    await part(process.platform)
    await part('plan9')
    const parts = [`@odd/for-${process.platform}`, '@odd/for-plan9']
    const either = `export const {word} = await import('${parts[0] ?? ''}').catch(() => import('${parts[1] ?? ''}'))\n`
    await plain(home, '@odd/either', '1.0.0', either, {
      optionalDependencies: Object.fromEntries(parts.map((name) => [name, '1.0.0'])),
    })
    await modNeeding(home, 'either', '@odd/either', {dependencies: {'@odd/either': '1.0.0'}})
    await ok(home, 'register-mod', '@odd/mod-either')
    expect(await saidOn(home, 'either')).to.equal(process.platform)
    const other = await machine(`${npmrc}os=plan9\n`)
    for (const file of ['registry.json', 'registry-lock.json']) await cp(join(home.folder, file), join(other.folder, file))
    await ok(other, 'install', '--frozen')
    expect(await saidOn(other, 'either')).to.equal('plan9')
    expect((await ok(other, 'install', '--frozen')).stdout).to.match(/^nothing to install/)
  })

  it('a peer that npm brings by itself', async () => {
    const home = await machine()
    await plain(home, '@odd/peer', '1.0.0', "export const word = 'peer'\n")
    await plain(home, '@odd/guest', '1.0.0', "export * from '@odd/peer'\n", {peerDependencies: {'@odd/peer': '^1.0.0'}})
    await modNeeding(home, 'peered', '@odd/guest', {dependencies: {'@odd/guest': '^1.0.0'}})
    await travels(home, 'peered', 'peer')
  })

  it('a peer of its own, and datapy, which is one that npm does not bring', async () => {
    const home = await machine()
    await plain(home, '@odd/own-peer', '1.0.0', "export const word = 'own'\n")
    await modNeeding(home, 'host', '@odd/own-peer', {
      peerDependencies: {'@odd/own-peer': '^1.0.0', datapy: '*'},
      peerDependenciesMeta: {datapy: {optional: true}},
    })
    await travels(home, 'host', 'own')
  })

  it('a package under another name', async () => {
    const home = await machine()
    await plain(home, '@odd/real', '1.0.0', "export const word = 'real'\n")
    await modNeeding(home, 'aliased', 'nick', {dependencies: {nick: 'npm:@odd/real@^1.0.0'}})
    await travels(home, 'aliased', 'real')
  })

  it('a package that the mod brings inside', async () => {
    const home = await machine()
    const mod = await home.package(entryOf('bundled', {module_path: '@odd/mod-bundled'}), says('inside'), {
      dependencies: {inside: '1.0.0'},
      bundleDependencies: ['inside'],
    })
    await write(
      join(mod, 'node_modules/inside/package.json'),
      '{"name":"inside","version":"1.0.0","type":"module","exports":"./index.js"}',
    )
    await write(join(mod, 'node_modules/inside/index.js'), "export const word = 'inside'\n")
    await ok(home, 'register-mod', await home.pack(mod))
    expect(await saidOn(home, 'bundled')).to.equal('inside')
    const archive = join(folder.path, 'bundled.tgz')
    await ok(home, 'pack-mods', '-o', archive)
    const alone = await machine(`registry=http://127.0.0.1:${String(await freePort())}/\n`)
    await ok(alone, 'install', '--from', archive)
    expect(await saidOn(alone, 'bundled')).to.equal('inside')
  })

  it('a mod that is published with a package inside, which is published nowhere', async () => {
    const home = await machine()
    const inside = {name: '@odd/inside', version: '1.0.0', type: 'module', exports: './index.js'}
    const mod = await home.package(entryOf('filled', {module_path: '@odd/mod-filled'}), says('@odd/inside'), {
      dependencies: {'@odd/inside': '1.0.0'},
      bundleDependencies: ['@odd/inside'],
    })
    await write(join(mod, 'node_modules/@odd/inside/package.json'), JSON.stringify(inside))
    await write(join(mod, 'node_modules/@odd/inside/index.js'), "export const word = 'inside'\n")
    await promisify(execFile)(process.execPath, [npmCli(), 'publish', '--silent'], {cwd: mod, env: home.env})
    await travels(home, 'filled', 'inside')
  })

  it('packages that need each other in a circle', async () => {
    const home = await machine()
    await plain(home, '@odd/ring-a', '1.0.0', "import '@odd/ring-b'\nexport const word = 'ring'\n", {
      dependencies: {'@odd/ring-b': '1.0.0'},
    })
    await plain(home, '@odd/ring-b', '1.0.0', "import '@odd/ring-a'\n", {dependencies: {'@odd/ring-a': '1.0.0'}})
    await modNeeding(home, 'ringed', '@odd/ring-a', {dependencies: {'@odd/ring-a': '1.0.0'}})
    await travels(home, 'ringed', 'ring')
  })

  it('a program that a package brings, and a deep tree in two versions', async () => {
    const home = await machine()
    await plain(home, '@odd/leaf', '1.0.0', "export const leaf = 'leaf1'\n")
    await plain(home, '@odd/leaf', '2.0.0', "export const leaf = 'leaf2'\n")
    await plain(home, '@odd/branch', '1.0.0', "export {leaf} from '@odd/leaf'\n", {
      dependencies: {'@odd/leaf': '1.0.0'},
      bin: {branch: './index.js'},
    })
    await plain(
      home,
      '@odd/stem',
      '1.0.0',
      "import {leaf as one} from '@odd/branch'\nimport {leaf} from '@odd/leaf'\nexport const word = one + leaf\n",
      {
        dependencies: {'@odd/branch': '1.0.0', '@odd/leaf': '2.0.0'},
      },
    )
    await modNeeding(home, 'deep', '@odd/stem', {dependencies: {'@odd/stem': '1.0.0', '@odd/leaf': '1.0.0'}})
    await travels(home, 'deep', 'leaf1leaf2')
  })

  it('what plugins:install has put there and register-mod registers without an argument', async () => {
    const home = await machine()
    await plain(home, '@odd/dep', '1.0.0', "export const word = 'dep'\n")
    await modNeeding(home, 'plugged', '@odd/dep', {dependencies: {'@odd/dep': '^1.0.0'}})
    await ok(home, 'plugins:install', '@odd/mod-plugged')
    await ok(home, 'register-mod')
    expect(await readFile(join(home.folder, 'registry-lock.json'), 'utf8').catch(() => 'no lock')).to.include('@odd/dep')
    await plain(home, '@odd/dep', '1.1.0', "export const word = 'too new'\n")
    const frozen = await machine()
    for (const file of ['registry.json', 'registry-lock.json']) await cp(join(home.folder, file), join(frozen.folder, file))
    await ok(frozen, 'install', '--frozen')
    expect(await saidOn(frozen, 'plugged')).to.equal('dep')
  })
})
