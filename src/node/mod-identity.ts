import {createHash} from 'node:crypto'
import {readdir, stat} from 'node:fs/promises'
import {join, relative} from 'node:path'
import type {RegistryEntry} from '../model/registry.js'
import {frameworkRoot} from './framework-root.js'
import {ownPackage} from './own-package.js'
import {resolvePackage} from './resolve-package.js'

/**
 * A text that changes when a mod's package does: its version, and its integrity; of a folder, whose content may change at
 * any time, what its files are like; of one that ships, the version of DataPy.
 */
export async function modIdentity(
  {metadata, integrity, module_path: name}: RegistryEntry,
  roots: readonly string[],
): Promise<string> {
  if (integrity !== undefined) return `${metadata.version} ${integrity}`
  const installed = await resolvePackage(name, roots)
  if (installed === undefined) return metadata.version
  if (installed.root === frameworkRoot()) return `${metadata.version} datapy-${ownPackage().version}`
  return `${metadata.version} files-${await looksOf(installed.folder)}`
}

/** A digest of the names, sizes and times of all files of a package, less those of its dependencies. */
async function looksOf(folder: string): Promise<string> {
  const hash = createHash('sha256')
  for (const path of (await filesIn(folder)).toSorted()) {
    const {size, mtimeMs} = await stat(path)
    hash.update(`${relative(folder, path)}\0${String(size)}\0${String(mtimeMs)}\n`)
  }
  return hash.digest('hex').slice(0, 16)
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, {withFileTypes: true})
  const below = entries
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.'))
    .map(async ({name}) => await filesIn(join(folder, name)))
  return [...entries.filter((entry) => entry.isFile()).map(({name}) => join(folder, name)), ...(await Promise.all(below)).flat()]
}
