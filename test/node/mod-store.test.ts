import {expect} from 'chai'
import {spawn} from 'node:child_process'
import {mkdir, readdir, readFile, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {pathToFileURL} from 'node:url'
import type {Checked} from '../../src/model/problem.js'
import {withModStore, type ModStore} from '../../src/node/mod-store.js'
import {readPackageJson} from '../../src/node/resolve-package.js'
import {registryProject, type RegistryProject} from '../commands/registry-project.js'
import {entryOf, write} from '../mod-package.js'

const storeUrl = pathToFileURL(join(import.meta.dirname, '../../dist/node/mod-store.js')).href

describe('the store of installed mods', () => {
  let project: RegistryProject
  beforeEach(async () => {
    project = await registryProject()
  })
  afterEach(() => project.remove())
  const inStore = <T>(work: (store: ModStore) => Promise<Checked<T>>) => withModStore(project.dataFolder, {}, work)
  const tarball = async (version: string) => project.pack(await project.package(entryOf('geo', {version})))
  const versionNow = async () => (await readPackageJson(join(project.dataFolder, 'node_modules/test-mod-geo')))?.['version']

  it('brings back what was there before an installation that is undone', async () => {
    const [one, two] = [await tarball('1.0.0'), await tarball('2.0.0')]
    await inStore((store) => store.install(one))
    const notes = () => readFile(join(project.dataFolder, 'package-lock.json'), 'utf8')
    const before = await notes()
    await inStore(async (store) => {
      const installed = await store.install(two)
      expect(await versionNow()).to.equal('2.0.0')
      expect(installed.ok && (await installed.value.undo())).to.deep.equal([])
      return {ok: true, value: undefined}
    })
    expect(await versionNow()).to.equal('1.0.0')
    expect(await notes()).to.equal(before)
  }).timeout(120_000)

  it('leaves nothing of a first installation that is undone', async () => {
    await inStore(async (store) => {
      const installed = await store.install(await tarball('1.0.0'))
      if (installed.ok) await installed.value.undo()
      return {ok: true, value: undefined}
    })
    expect(await versionNow()).to.equal(undefined)
  }).timeout(120_000)

  it('shows a package apart from the others, and removes what a killed process left of one', async () => {
    await mkdir(join(project.dataFolder, '.staging-left'), {recursive: true})
    const one = await tarball('1.0.0')
    const shown = await inStore((store) => store.stage(one, (installed) => Promise.resolve({ok: true, value: installed.name})))
    expect(shown).to.deep.equal({ok: true, value: 'test-mod-geo'})
    expect(await readdir(project.dataFolder)).to.deep.equal([])
  })

  it('puts right what an installation that was killed has left', async () => {
    const [one, two] = [await tarball('1.0.0'), await tarball('2.0.0')]
    await inStore((store) => store.install(one))
    const script = `import {withModStore} from ${JSON.stringify(storeUrl)}
      await withModStore(${JSON.stringify(project.dataFolder)}, {}, (store) => store.install(${JSON.stringify(two)}))`
    for (let killed = 0; killed < 3;) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        detached: true,
        env: project.env,
        stdio: 'ignore',
      })
      // Somewhere between npm's start, which is noted, and its end.
      while (
        child.exitCode === null &&
        (await readFile(join(project.dataFolder, '.installing')).catch(() => undefined)) === undefined
      )
        await sleep(5)
      await sleep(150 + 100 * killed)
      if (child.exitCode === null) process.kill(-child.pid!, 'SIGKILL')
      const isHere = await inStore(async (store) => ({ok: true, value: await store.isOurs('test-mod-geo')}))
      expect(isHere).to.deep.equal({ok: true, value: true})
      expect(await versionNow()).to.be.oneOf(['1.0.0', '2.0.0'])
      const noted = (await readPackageJson(project.dataFolder))?.['dependencies'] as Record<string, string>
      expect(noted['test-mod-geo']).to.include(await versionNow())
      expect((await readdir(project.dataFolder)).filter((name) => name.startsWith('.'))).to.deep.equal([])
      killed++
    }
    // What is there neither in whole nor in part is there again.
    await inStore((store) => store.install(one))
    await rm(join(project.dataFolder, 'node_modules/test-mod-geo'), {recursive: true})
    await write(join(project.dataFolder, '.installing'), '{"pid": 1')
    await inStore(() => Promise.resolve({ok: true, value: 1}))
    expect(await versionNow()).to.equal('1.0.0')
    // npm writes package.json in place, so a kill can leave it empty.
    const whole = await readFile(join(project.dataFolder, 'package.json'), 'utf8')
    for (const left of ['', whole.slice(0, 20)]) {
      await write(join(project.dataFolder, 'package.json'), left)
      await write(join(project.dataFolder, '.installing'), JSON.stringify({pid: 1, start: 'before', package_json: whole}))
      expect(await inStore(async (store) => ({ok: true, value: await store.isOurs('test-mod-geo')}))).to.deep.equal({
        ok: true,
        value: true,
      })
      expect(await versionNow()).to.equal('1.0.0')
    }
  }).timeout(120_000)

  it('tells what register-mod installed from what plugins:install did', async () => {
    const plugins = [{name: 'theirs', type: 'user', tag: 'latest'}, 'theirs-too']
    const packageJson = {dependencies: {ours: '1', theirs: '1', 'theirs-too': '1'}, oclif: {plugins}}
    await write(join(project.dataFolder, 'package.json'), JSON.stringify(packageJson))
    const told = await inStore(async (store) => ({
      ok: true,
      value: await Promise.all(['ours', 'theirs', 'theirs-too', 'absent'].map((name) => store.isOurs(name))),
    }))
    expect(told).to.deep.equal({ok: true, value: [true, false, false, false]})
  })

  it('starts no npm that it cannot note, and does not wait for it', async () => {
    const one = await tarball('1.0.0')
    await mkdir(join(project.dataFolder, '.installing'), {recursive: true})
    const refused = await inStore((store) => store.install(one))
    expect(!refused.ok && refused.problems.map(({code}) => code)).to.deep.equal(['registry_unwritable'])
    expect(await versionNow()).to.equal(undefined)
  }).timeout(60_000)

  it('says so when its folder cannot be made', async () => {
    const file = await write(join(project.folder, 'file'), '')
    const refused = await withModStore(join(file, 'data'), {}, () => Promise.resolve({ok: true, value: 1}))
    expect(!refused.ok && refused.problems[0]?.code).to.equal('registry_unwritable')
  })
})
