import {expect} from 'chai'
import {appendFile, cp, lstat, mkdir, readFile, rm, truncate, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {create, extract} from 'tar'
import {entryOf, tempFolder, write} from '../mod-package.js'
import {npmHome, type NpmHome} from './npm-home.js'
import {freePort, npmRegistry, type NpmRegistry} from './npm-registry.js'

const speaks = (range: string) => ({
  code: `import {word} from '@org/word'
export const run = (params, {result}) => {
  result.addMetric('said', word)
  return result.success()
}
`,
  more: {dependencies: {'@org/word': range}},
})
const job = 'mods: {one: {_type: first}, two: {_type: second}}\n'

describe('bringing mods to another machine', function () {
  this.timeout(180_000)
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let npm: NpmRegistry
  /** Where the mods were registered: two of them, which need different versions of one package. */
  let home: NpmHome
  let npmrc: string
  const others: NpmHome[] = []
  before(async () => {
    folder = await tempFolder()
    npm = await npmRegistry(folder.path)
    npmrc = `registry=${npm.url}\n${npm.login}\n`
    home = await npmHome(npmrc)
    const word = async (version: string, text: string, more: object = {}) =>
      home.publish(entryOf('word'), `export const word = '${text}'\n`, {name: '@org/word', version, datapy: undefined, ...more})
    const register = async (type: string, range: string) => {
      const {code, more} = speaks(range)
      await home.publish(entryOf(type, {module_path: `@org/mod-${type}`}), code, more)
      const {code: exitCode, stderr} = await home.datapy('register-mod', `@org/mod-${type}`)
      expect(exitCode, stderr).to.equal(0)
    }
    await home.publish(entryOf('letter'), '', {name: '@org/letter', version: '1.0.0', datapy: undefined})
    await word('1.0.0', 'old', {dependencies: {'@org/letter': '^1.0.0'}})
    await register('first', '^1.0.0')
    // What was not there when a mod was registered must not come with it.
    await word('1.5.0', 'newer, and in range')
    await word('2.0.0', 'new')
    await register('second', '>=2')
    await word('2.5.0', 'newer, and in range')
  })
  after(async () => {
    await npm.stop()
    await home.remove()
    await folder.remove()
  })
  afterEach(async () => {
    for (const other of others.splice(0)) await other.remove()
  })

  /** Another machine, where DataPy has never been, with the project's registry as it lies in its repository. */
  const machine = async ({withRegistry = true, offline = false} = {}) => {
    const other = await npmHome(offline ? `registry=http://127.0.0.1:${String(await freePort())}/\n` : npmrc)
    others.push(other)
    if (withRegistry)
      for (const file of ['registry.json', 'registry-lock.json']) await cp(join(home.folder, file), join(other.folder, file))
    return other
  }
  const ok = async (on: NpmHome, ...args: readonly string[]) => {
    const ended = await on.datapy(...args)
    expect(ended.code, `${args.join(' ')}: ${ended.stderr}`).to.equal(0)
    return ended
  }
  const wordsOn = async (on: NpmHome) => {
    const {stdout} = await ok(on, 'run-job', await write(join(on.folder, 'job.yaml'), job), '--json')
    const {mods} = JSON.parse(stdout) as {mods: Record<string, {metrics: {said: string}}>}
    return [mods['one']?.metrics.said, mods['two']?.metrics.said]
  }
  const refused = async (on: NpmHome, what: string, ...args: readonly string[]) => {
    const before = await on.files()
    const {code, stderr} = await on.datapy(...args)
    expect(code, `${args.join(' ')}: ${stderr}`).to.equal(20)
    expect(stderr).to.include(what)
    expect(await on.files()).to.deep.equal(before)
    return stderr
  }
  const pack = async () => {
    const file = join(folder.path, `mods-${String(Math.random()).slice(2)}.tgz`)
    await ok(home, 'pack-mods', '--output', file)
    return file
  }

  it('two mods that need different versions of one package each get theirs', async () => {
    expect(await wordsOn(home)).to.deep.equal(['old', 'new'])
    const lock = JSON.parse(await readFile(join(home.folder, 'registry-lock.json'), 'utf8')) as {mods: Record<string, object>}
    expect(Object.keys(lock.mods)).to.deep.equal(['@org/mod-first@1.0.0', '@org/mod-second@1.0.0'])
    expect(lock.mods['@org/mod-first@1.0.0']).to.have.keys('@org/word', '@org/letter')
    expect(JSON.stringify(lock)).not.to.include('127.0.0.1')
  })

  it('install --frozen brings what the registry names, in the versions that were there, once', async () => {
    const other = await machine()
    expect((await other.datapy('run-job', await write(join(other.folder, 'job.yaml'), job))).code).to.equal(20)
    const {stdout} = await ok(other, 'install', '--frozen')
    expect(stdout).to.equal('installed first 1.0.0 (@org/mod-first)\ninstalled second 1.0.0 (@org/mod-second)\n')
    expect(await wordsOn(other)).to.deep.equal(['old', 'new'])
    await ok(other, 'validate-registry')
    const before = await other.files()
    await write(join(other.env['HOME'] ?? '', '.npmrc'), `registry=http://127.0.0.1:${String(await freePort())}/\n`)
    expect((await ok(other, 'install', '--frozen')).stdout).to.match(/^nothing to install: /)
    expect(await other.files()).to.deep.equal(before)
  })

  it('install --frozen puts right what has changed, and leaves the rest to npm as it was', async () => {
    const other = await machine()
    await ok(other, 'install', '--frozen')
    const installed = join(other.dataFolder, 'node_modules/@org/mod-first')
    await appendFile(join(installed, 'index.js'), '// changed')
    await rm(join(installed, 'node_modules/@org/word'), {recursive: true})
    const {stdout} = await ok(other, 'install', '--frozen', '--json')
    const {installed: mended, unchanged} = JSON.parse(stdout) as {installed: {type: string}[]; unchanged: {type: string}[]}
    expect([mended.map(({type}) => type), unchanged.map(({type}) => type)]).to.deep.equal([['first'], ['second']])
    expect(await wordsOn(other)).to.deep.equal(['old', 'new'])
    // npm agrees with what lies there: another mod can be installed, and one be taken away.
    await other.publish(entryOf('third', {module_path: '@org/mod-third'}))
    await ok(other, 'register-mod', '@org/mod-third')
    await ok(other, 'unregister-mod', 'third')
    expect(await wordsOn(other)).to.deep.equal(['old', 'new'])
  })

  it('install --frozen refuses another integrity, other files, a version that is gone, and an npm registry that is down', async () => {
    const spoil = async (change: (text: string) => string, file = 'registry.json') => {
      const other = await machine()
      await writeFile(join(other.folder, file), change(await readFile(join(other.folder, file), 'utf8')))
      return other
    }
    const integrity = /"integrity": "sha512-./
    await refused(await spoil((text) => text.replace(integrity, '"integrity": "sha512-X')), 'error[', 'install', '--frozen')
    await refused(
      await spoil((text) => text.replace(integrity, '"integrity": "sha512-X'), 'registry-lock.json'),
      'error[',
      'install',
      '--frozen',
    )
    await refused(
      await spoil((text) => text.replace(/"all": "sha256-./, '"all": "sha256-_'.replace('_', 'Z'))),
      'mod_changed',
      'install',
      '--frozen',
    )
    await refused(
      await spoil((text) => text.replaceAll('"version": "1.0.0"', '"version": "9.9.9"')),
      'error[',
      'install',
      '--frozen',
    )
    await refused(await machine({offline: true}), 'npm_unreachable', 'install', '--frozen')
  })

  it('install --frozen says of what it cannot fetch why, and what to do', async () => {
    const other = await machine()
    const local = await other.package(entryOf('near', {module_path: '@org/mod-near'}))
    await ok(other, 'register-mod', local)
    await rm(join(other.folder, 'registry-lock.json'))
    await rm(other.dataFolder, {recursive: true})
    const stderr = await refused(other, 'mod_not_fetchable', 'install', '--frozen')
    expect(stderr)
      .to.include('near: @org/mod-near was registered from a folder')
      .and.include('first: what @org/mod-first needs is not noted')
  })

  it('pack-mods and install --from carry all of it to a machine without a network, and register it', async () => {
    const local = await home.package(entryOf('near', {module_path: '@org/mod-near'}), 'export const run = () => ({})\n', {
      files: ['index.js'],
    })
    await write(join(local, 'secret.txt'), 'not published')
    await ok(home, 'register-mod', local)
    const file = await pack()
    expect((await readFile(file)).equals(await readFile(await pack()))).to.equal(true)
    const other = await machine({withRegistry: false, offline: true})
    const {stdout} = await ok(other, 'install', '--from', file)
    expect(stdout.split('\n').sort().slice(1)).to.deep.equal([
      'installed first 1.0.0 (@org/mod-first)',
      'installed near 1.0.0 (@org/mod-near)',
      'installed second 1.0.0 (@org/mod-second)',
    ])
    expect(await wordsOn(other)).to.deep.equal(['old', 'new'])
    expect(Object.keys(await other.files()).some((name) => name.includes('secret'))).to.equal(false)
    await ok(other, 'validate-registry')
    expect((await ok(other, 'install', '--from', file)).stdout).to.match(/^nothing to install/)
    // Here it is a link, and stays one.
    expect((await ok(home, 'install', '--from', file)).stdout).to.match(/^nothing to install/)
    expect((await lstat(join(home.dataFolder, 'node_modules/@org/mod-near'))).isSymbolicLink()).to.equal(true)
    await ok(home, 'unregister-mod', 'near')
  })

  it('install --from leaves a registry that names the mods already as it is', async () => {
    const file = await pack()
    const other = await machine({offline: true})
    const before = await readFile(other.registryFile, 'utf8')
    await ok(other, 'install', '--from', file)
    expect(await readFile(other.registryFile, 'utf8')).to.equal(before)
    expect(await wordsOn(other)).to.deep.equal(['old', 'new'])
  })

  it('install --from refuses what is damaged, made up, of another machine, or taken, and changes nothing', async () => {
    const other = await machine({withRegistry: false, offline: true})
    const file = await pack()
    const [cut, made] = [join(folder.path, 'cut.tgz'), join(folder.path, 'made.tgz')]
    await cp(file, cut)
    await truncate(cut, 600)
    await refused(other, 'bad_archive', 'install', '--from', cut)
    await refused(other, 'bad_archive', 'install', '--from', join(folder.path, 'nothing.tgz'))

    const work = join(folder.path, 'work')
    /** The archive with something changed in it. */
    const remade = async (change: () => Promise<unknown>, more: readonly string[] = [], preservePaths = false) => {
      await rm(work, {recursive: true, force: true})
      await mkdir(work)
      await extract({file, cwd: work})
      await change()
      await create({file: made, cwd: work, gzip: true, preservePaths}, ['datapy-mods.json', 'mods', ...more])
      return made
    }
    const manifest = async (change: (text: string) => string) => {
      const path = join(work, 'datapy-mods.json')
      await writeFile(path, change(await readFile(path, 'utf8')))
    }
    const from = async (what: string, ...args: Parameters<typeof remade>) =>
      refused(other, what, 'install', '--from', await remade(...args))
    await from('mod_changed', () => appendFile(join(work, 'mods/0/index.js'), '// more'))
    await from('is damaged: @org/word', () => appendFile(join(work, 'mods/0/node_modules/@org/word/index.js'), '// more'))
    await from('bad_archive', () => manifest(() => '{"format": 2}'))
    await from('manifest', () => manifest((text) => text.replace('"@org/word": {', '"../../../word": {')))
    await from('which no archive of mods does', () => writeFile(join(work, 'more.txt'), ''), ['more.txt'])
    await writeFile(join(folder.path, 'escaped.txt'), 'x')
    await from('bad_archive', () => Promise.resolve(), ['../escaped.txt'], true)
    await from('other_platform', () => manifest((text) => text.replace('"@org/word": {', '"@org/word": {"os": ["plan9"],')))

    await ok(other, 'register-mod', await other.package(entryOf('first', {module_path: '@else/mod-first'})))
    await refused(other, 'mod_type_taken', 'install', '--from', file)
    await ok(other, 'install', '--from', file, '--force')
    expect(await wordsOn(other)).to.deep.equal(['old', 'new'])
  })

  it('pack-mods packs what is asked for, and refuses what is not here as it was registered', async () => {
    const file = join(folder.path, 'one.tgz')
    expect((await ok(home, 'pack-mods', 'second', '-o', file)).stdout).to.equal(`packed second 1.0.0 into ${file}\n`)
    expect((await home.datapy('pack-mods', 'secnod', '-o', file)).stderr).to.include('did you mean "second"?')
    const installed = join(home.dataFolder, 'node_modules/@org/mod-first/index.js')
    const whole = await readFile(installed)
    await appendFile(installed, '// changed')
    const {code, stderr} = await home.datapy('pack-mods', '-o', file)
    expect([code, stderr.includes('error[mod_changed]')]).to.deep.equal([20, true])
    await writeFile(installed, whole)
    const empty = await machine({withRegistry: false})
    expect((await empty.datapy('pack-mods')).stderr).to.include('nothing_to_pack')
    expect((await home.datapy('install')).code).to.equal(2)
    expect((await home.datapy('install', '--frozen', '--from', file)).code).to.equal(2)
  })
})
