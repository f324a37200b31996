import {execFile} from 'node:child_process'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'
import type {Registry, RegistryEntry} from '../../src/model/registry.js'
import {npmCli} from '../../src/node/npm.js'
import {registryOf, tempFolder, write, writePackage} from '../mod-package.js'
import {runDatapy, type Ended} from '../run-datapy.js'

/** A folder with a registry, and a data folder of its own, so that nothing of the user is read or changed. */
export interface RegistryProject {
  readonly folder: string
  readonly registryFile: string
  readonly dataFolder: string
  readonly env: NodeJS.ProcessEnv
  datapy(...args: readonly string[]): Promise<Ended>
  registry(): Promise<Registry>
  /** Writes a package's folder, `packages/NAME-VERSION`, and gives its path. */
  package(entry: RegistryEntry, code?: string, more?: object): Promise<string>
  /** Packs a folder, and gives the tarball's path. */
  pack(folder: string): Promise<string>
  remove(): Promise<void>
}

export async function registryProject(...entries: readonly RegistryEntry[]): Promise<RegistryProject> {
  const temporary = await tempFolder()
  const folder = temporary.path
  const dataFolder = join(folder, 'data')
  const registryFile = await write(join(folder, 'registry.json'), JSON.stringify(registryOf(...entries)))
  const env = {
    ...process.env,
    DATAPY_DATA_DIR: dataFolder,
    npm_config_cache: join(folder, 'npm-cache'),
    npm_config_offline: 'true',
  }
  return {
    folder,
    registryFile,
    dataFolder,
    env,
    datapy: (...args) => runDatapy(args, {cwd: folder, env}),
    registry: async () => JSON.parse(await readFile(registryFile, 'utf8')) as Registry,
    package: (entry, code, more) =>
      writePackage(join(folder, 'packages', `${entry.module_path}-${entry.metadata.version}`), entry, code, more),
    async pack(path) {
      const {stdout} = await promisify(execFile)(process.execPath, [npmCli(), 'pack', '--silent', '--pack-destination', folder], {
        cwd: path,
        env,
      })
      return join(folder, stdout.trim())
    },
    remove: temporary.remove,
  }
}
