import {lstat} from 'node:fs/promises'
import {isJsonObject} from '../model/json.js'
import type {RegistryEntry} from '../model/registry.js'
import {frameworkRoot} from './framework-root.js'
import {readNpmNotes} from './npm-notes.js'
import {packageDigests} from './package-digest.js'
import type {InstalledPackage} from './resolve-package.js'

/**
 * What the registry records of where an installed package came from: the integrity that npm noted for one of a registry
 * or a tarball, and digests of its files; `source: local` for a link to a folder; nothing for one that comes with DataPy.
 */
export async function packageSource(installed: InstalledPackage): Promise<Pick<RegistryEntry, 'files' | 'integrity' | 'source'>> {
  const {root, installedAt, folder} = installed
  if (root === frameworkRoot()) return {}
  if ((await lstat(installedAt)).isSymbolicLink()) return {source: 'local'}
  const integrity = await notedIntegrity(installed)
  return integrity === undefined ? {} : {integrity, files: await packageDigests(folder)}
}

async function notedIntegrity({name, root}: InstalledPackage): Promise<string | undefined> {
  const noted = (await readNpmNotes(root, 'installed'))[`node_modules/${name}`]
  const integrity = isJsonObject(noted) ? noted['integrity'] : undefined
  return typeof integrity === 'string' ? integrity : undefined
}
