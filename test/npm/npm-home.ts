import {execFile} from 'node:child_process'
import {createHash} from 'node:crypto'
import {lstat, readdir, readFile, readlink} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'
import type {Registry, RegistryEntry} from '../../src/model/registry.js'
import {npmCli} from '../../src/node/npm.js'
import {readPackageJson} from '../../src/node/resolve-package.js'
import {tempFolder, write, writePackage} from '../mod-package.js'
import {runDatapy, type Ended} from '../run-datapy.js'

/** A user of a machine where nothing of DataPy has ever been: a home, an npmrc in it, and a project with a registry. */
export interface NpmHome {
  /** The project's folder. */
  readonly folder: string
  /** Where oclif keeps its data in this home. */
  readonly dataFolder: string
  readonly registryFile: string
  readonly env: NodeJS.ProcessEnv
  datapy(...args: readonly string[]): Promise<Ended>
  mods(): Promise<Registry['mods']>
  /** The version of a package that is installed. */
  installed(name: string): Promise<unknown>
  /** Writes the folder of a package. */
  package(entry: RegistryEntry, code?: string, more?: object): Promise<string>
  /** Publishes a package with npm. */
  publish(entry: RegistryEntry, code?: string, more?: object): Promise<void>
  pack(folder: string): Promise<string>
  /** All files of the data folder and the registry, each with what is in it. */
  files(): Promise<Readonly<Record<string, string>>>
  remove(): Promise<void>
}

export async function npmHome(npmrc: string): Promise<NpmHome> {
  const {path, remove} = await tempFolder()
  const [folder, home] = [join(path, 'project'), join(path, 'home')]
  const dataFolder = join(home, '.local/share/datapy')
  const registryFile = await write(join(folder, 'registry.json'), '{"mods": {}}\n')
  await write(join(home, '.npmrc'), npmrc)
  const env = {PATH: process.env.PATH, HOME: home}
  const npm = (args: readonly string[], cwd: string) => promisify(execFile)(process.execPath, [npmCli(), ...args], {cwd, env})
  const packages = {made: 0}
  const write_ = (entry: RegistryEntry, code?: string, more?: object) =>
    writePackage(join(path, 'packages', String(packages.made++)), entry, code, more)
  return {
    folder,
    dataFolder,
    registryFile,
    env,
    datapy: (...args) => runDatapy(args, {cwd: folder, env}),
    mods: async () => (JSON.parse(await readFile(registryFile, 'utf8')) as Registry).mods,
    installed: async (name) => (await readPackageJson(join(dataFolder, 'node_modules', name)))?.['version'],
    package: write_,
    async publish(entry, code, more) {
      await npm(['publish', '--silent'], await write_(entry, code, more))
    },
    async pack(of) {
      return join(path, (await npm(['pack', '--silent', '--pack-destination', path], of)).stdout.trim())
    },
    files: async () => ({...(await contentOf(dataFolder)), 'registry.json': await readFile(registryFile, 'utf8')}),
    remove,
  }
}

async function contentOf(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder, {recursive: true}).catch(() => [])
  const found = await Promise.all(
    names.sort().map(async (name) => {
      const file = join(folder, name)
      const there = await lstat(file)
      if (there.isSymbolicLink()) return [name, `-> ${await readlink(file)}`]
      if (there.isDirectory()) return [name, 'a folder']
      return [
        name,
        createHash('sha256')
          .update(await readFile(file))
          .digest('hex'),
      ]
    }),
  )
  return Object.fromEntries(found) as Record<string, string>
}
