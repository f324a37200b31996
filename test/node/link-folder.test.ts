import {expect} from 'chai'
import {execFile} from 'node:child_process'
import {lstat, mkdir, readFile, readlink, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {linkFolder} from '../../src/node/link-folder.js'
import {npmCli} from '../../src/node/npm.js'
import {entryOf, tempFolder, write, writePackage} from '../mod-package.js'

const npmFlags = ['--ignore-scripts', '--install-links=false', '--omit=dev', '--audit=false', '--fund=false', '--offline']

describe('a folder that is linked', function () {
  this.timeout(60_000)
  let root: Awaited<ReturnType<typeof tempFolder>>
  beforeEach(async () => {
    root = await tempFolder()
  })
  afterEach(() => root.remove())

  const dataFolder = async (name: string) => {
    await write(
      join(root.path, name, 'package.json'),
      '{"name": "datapy", "private": true, "oclif": {"plugins": []}, "dependencies": {}}',
    )
    return join(root.path, name)
  }
  const npm = (folder: string, ...args: readonly string[]) =>
    promisify(execFile)(process.execPath, [npmCli(), ...args, `--prefix=${folder}`, ...npmFlags], {cwd: folder})
  const mod = (type: string, more: object = {}) =>
    writePackage(join(root.path, 'mods', type), entryOf(type, {module_path: `@acme/mod-${type}`}), undefined, {
      license: 'MIT',
      peerDependencies: {datapy: '*'},
      peerDependenciesMeta: {datapy: {optional: true}},
      devDependencies: {chai: '^6'},
      ...more,
    })
  const filesOf = (folder: string) =>
    Promise.all(
      ['package.json', 'package-lock.json', 'node_modules/.package-lock.json'].map(
        async (file) => JSON.parse(await readFile(join(folder, file), 'utf8')) as unknown,
      ),
    )
  const linkOf = (folder: string, type: string) => readlink(join(folder, 'node_modules/@acme', `mod-${type}`))

  it('is noted as npm notes it, whichever of the two linked the one before', async () => {
    const [ours, npms] = [await dataFolder('ours'), await dataFolder('npms')]
    for (const type of ['b', 'a']) {
      const folder = await mod(type)
      expect(await linkFolder(ours, folder)).to.equal(true)
      await npm(npms, 'install', folder)
      expect(await filesOf(ours)).to.deep.equal(await filesOf(npms))
      expect(await linkOf(ours, type)).to.equal(await linkOf(npms, type))
    }
    const third = await mod('c')
    await npm(ours, 'install', third)
    expect(await linkFolder(npms, third)).to.equal(true)
    expect(await filesOf(ours)).to.deep.equal(await filesOf(npms))
    // From the notes alone, npm can make the same again.
    await npm(npms, 'ci')
    expect(await linkOf(npms, 'c')).to.equal('../../../mods/c')
    await npm(npms, 'uninstall', '@acme/mod-a')
    expect(await linkOf(npms, 'a').catch(() => 'gone')).to.equal('gone')
    expect(await linkOf(npms, 'b')).to.equal('../../../mods/b')
  })

  it('takes the place of a link of the same name, and of what was noted of that', async () => {
    const folder = await dataFolder('data')
    await linkFolder(folder, await mod('a'))
    const moved = await writePackage(join(root.path, 'moved'), entryOf('a', {module_path: '@acme/mod-a'}))
    expect(await linkFolder(folder, moved)).to.equal(true)
    expect(await linkOf(folder, 'a')).to.equal('../../../moved')
    expect(await readFile(join(folder, 'package-lock.json'), 'utf8')).not.to.include('mods/a')
    await npm(folder, 'ls', '--all')
  })

  const notAlone: Record<string, object> = {
    dependencies: {dependencies: {x: '1'}},
    'a peer that is not optional': {peerDependenciesMeta: {}},
    programs: {bin: {x: 'index.js'}},
  }
  for (const [what, more] of Object.entries(notAlone))
    it(`is left to npm where the package has ${what}`, async () => {
      const folder = await dataFolder('data')
      expect(await linkFolder(folder, await mod('a', more))).to.equal(false)
      expect(await lstat(join(folder, 'node_modules')).catch(() => 'untouched')).to.equal('untouched')
    })

  it('is left to npm where a package of that name is installed, or a lock file is not what it should be', async () => {
    const folder = await dataFolder('data')
    await mkdir(join(folder, 'node_modules/@acme/mod-a'), {recursive: true})
    expect(await linkFolder(folder, await mod('a'))).to.equal(false)
    await writeFile(join(folder, 'package-lock.json'), '{"lockfileVersion": 1}')
    expect(await linkFolder(folder, await mod('b'))).to.equal(false)
  })
})
