import {expect} from 'chai'
import {mkdir} from 'node:fs/promises'
import {join} from 'node:path'
import {registryProject, type RegistryProject} from '../commands/registry-project.js'
import {entryOf, write} from '../mod-package.js'
import {runDatapy} from '../run-datapy.js'
import {cell, share, type Tally} from './cell.js'
import {contentsOf, killAtEach, withoutLocks, type Killed} from './kill-at-each.js'

describe('Kill and loss', () => {
  let project: RegistryProject
  beforeEach(async () => {
    project = await registryProject()
  })
  afterEach(() => project.remove())

  /** The registry and the data folder lie in a folder of their own: what npm keeps elsewhere can be fetched again. */
  async function place() {
    const folder = join(project.folder, 'place')
    await mkdir(folder)
    const registry = join(folder, 'registry.json')
    await write(registry, '{"mods": {}}\n')
    const env = {...project.env, DATAPY_REGISTRY: registry, DATAPY_DATA_DIR: join(folder, 'data')}
    const datapy = async (...args: readonly string[]) => await runDatapy(args, {cwd: project.folder, env})
    return {folder, env, datapy, other: await project.package(entryOf('other'))}
  }

  async function killed(
    tally: Tally,
    {folder, env, datapy, other}: Awaited<ReturnType<typeof place>>,
    args: readonly string[],
    most: number,
  ): Promise<void> {
    const look = async ({before, wanted, left, index}: Killed) => {
      expect(left['registry.json'], 'the registry is the old or the new one').to.be.oneOf([
        before['registry.json'],
        wanted['registry.json'],
      ])
      const again = await datapy(...args)
      const isNew = left['registry.json'] === wanted['registry.json']
      const told = `the same command again: ${again.stderr}`
      // What has been done to its end cannot be done again, and that is what it says.
      const isDone = again.stderr.includes('is registered already') || again.stderr.includes('there is no mod type')
      if (again.code !== 0) expect([isNew, again.code, isDone], told).to.deep.equal([true, 20, true])
      expect(withoutLocks(await contentsOf(folder)), told).to.deep.equal(withoutLocks(wanted))
      if (index % 6 !== 1) return
      const checked = await datapy('validate-registry')
      expect(checked.code, checked.stderr).to.equal(0)
      const more = await datapy('register-mod', other)
      expect(more.code, more.stderr).to.equal(0)
      expect(
        Object.keys(withoutLocks(await contentsOf(folder))).filter((name) => /\.(tmp|dead)|\.staging|\.installing/.test(name)),
      ).to.deep.equal([])
    }
    await killAtEach(tally, {folder, args, options: {cwd: project.folder, env}, most, look})
  }

  cell('SIGKILL at each call of register-mod, a folder', async (tally) => {
    const at = await place()
    await killed(tally, at, ['register-mod', await project.package(entryOf('geo'))], share(1, 1000))
  })

  cell('SIGKILL at each call of unregister-mod, a folder', async (tally) => {
    const at = await place()
    await at.datapy('register-mod', await project.package(entryOf('geo')))
    await killed(tally, at, ['unregister-mod', 'geo'], share(1, 1000))
  })

  cell('SIGKILL at each call of register-mod and its npm, a tarball', async (tally) => {
    const at = await place()
    const tarball = await project.pack(await withNeeds(project, '1.0.0'))
    await killed(tally, at, ['register-mod', tarball], share(1, 1000))
  })

  cell('SIGKILL at each call of register-mod --force and its npm, an upgrade', async (tally) => {
    const at = await place()
    const [one, two] = [
      await project.pack(await withNeeds(project, '1.0.0')),
      await project.pack(await withNeeds(project, '2.0.0')),
    ]
    await at.datapy('register-mod', one)
    await killed(tally, at, ['register-mod', two, '--force'], share(1, 1000))
  })
})

/** A mod's package that brings one that it needs. */
async function withNeeds(project: RegistryProject, version: string): Promise<string> {
  const folder = await project.package(entryOf('geo', {version}), undefined, {
    dependencies: {'test-need': version},
    bundleDependencies: ['test-need'],
  })
  const need = join(folder, 'node_modules/test-need')
  await write(join(need, 'package.json'), JSON.stringify({name: 'test-need', version, main: 'index.js'}))
  await write(join(need, 'index.js'), `module.exports = '${version}'\n`)
  return folder
}
