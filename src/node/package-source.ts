import {lstat, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {isJsonObject} from '../model/json.js'
import type {RegistryEntry} from '../model/registry.js'
import {frameworkRoot} from './framework-root.js'
import type {InstalledPackage} from './resolve-package.js'

/**
 * What the registry records of where an installed package came from: the integrity that npm noted for one of a registry
 * or a tarball; `source: local` for a link to a folder; nothing for one that comes with DataPy.
 */
export async function packageSource({
  name,
  root,
  installedAt,
}: InstalledPackage): Promise<Pick<RegistryEntry, 'integrity' | 'source'>> {
  if (root === frameworkRoot()) return {}
  if ((await lstat(installedAt)).isSymbolicLink()) return {source: 'local'}
  try {
    const lock: unknown = JSON.parse(await readFile(join(root, 'node_modules/.package-lock.json'), 'utf8'))
    const packages = isJsonObject(lock) ? lock['packages'] : undefined
    const noted = isJsonObject(packages) ? packages[`node_modules/${name}`] : undefined
    const integrity = isJsonObject(noted) ? noted['integrity'] : undefined
    return typeof integrity === 'string' ? {integrity} : {}
  } catch {
    // Installed by something else than npm, which leaves no such note.
    return {}
  }
}
