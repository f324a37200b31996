import {expect} from 'chai'
import {mkdir, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {registryProject, type RegistryProject} from '../commands/registry-project.js'
import {entryOf, write} from '../mod-package.js'
import {runDatapy} from '../run-datapy.js'
import {cell, share} from './cell.js'
import {contentsOf, killAtEach, withoutLocks, type Killed} from './kill-at-each.js'

describe('Kill and loss', () => {
  let project: RegistryProject
  /** The registry and the data folder, where they can be brought back before each try; the archive lies beside it. */
  let folder: string
  let env: NodeJS.ProcessEnv
  beforeEach(async () => {
    project = await registryProject()
    folder = join(project.folder, 'place')
    await mkdir(folder)
    env = {...project.env, DATAPY_REGISTRY: join(folder, 'registry.json'), DATAPY_DATA_DIR: join(folder, 'data')}
    await write(join(folder, 'registry.json'), '{"mods": {}}\n')
  })
  afterEach(() => project.remove())
  const datapy = async (...args: readonly string[]) => await runDatapy(args, {cwd: project.folder, env})
  const ok = async (...args: readonly string[]) => {
    const {code, stderr} = await datapy(...args)
    expect(code, `${args.join(' ')}: ${stderr}`).to.equal(0)
  }
  const register = async () => {
    for (const type of ['geo', 'post']) await ok('register-mod', await project.pack(await project.package(entryOf(type))))
  }
  cell('SIGKILL at each call of pack-mods', async (tally) => {
    await register()
    const archive = join(folder, 'mods.tgz')
    await write(archive, 'an archive that was there before')
    const args = ['pack-mods', '-o', archive]
    const look = async ({before, wanted, left}: Killed) => {
      expect(left['mods.tgz'], 'the archive is the old or the new one').to.be.oneOf([before['mods.tgz'], wanted['mods.tgz']])
      await ok(...args)
      expect(withoutLocks(await contentsOf(folder))).to.deep.equal(withoutLocks(wanted))
    }
    await killAtEach(tally, {folder, args, options: {cwd: project.folder, env}, most: share(1, 1000), look})
  })

  cell('SIGKILL at each call of install --from', async (tally) => {
    await register()
    const archive = join(project.folder, 'mods.tgz')
    await ok('pack-mods', '-o', archive)
    await rm(folder, {recursive: true})
    await write(join(folder, 'registry.json'), '{"mods": {}}\n')
    const args = ['install', '--from', archive]
    const look = async ({before, wanted, left}: Killed) => {
      expect(left['registry.json'], 'the registry is the old or the new one').to.be.oneOf([
        before['registry.json'],
        wanted['registry.json'],
      ])
      await ok(...args)
      expect(withoutLocks(await contentsOf(folder))).to.deep.equal(withoutLocks(wanted))
      await ok('validate-registry')
    }
    await killAtEach(tally, {folder, args, options: {cwd: project.folder, env}, most: share(1, 1000), look})
  })
})
