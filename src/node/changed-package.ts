import {problem} from '../errors/problem.js'
import type {Problem} from '../model/problem.js'
import type {RegistryEntry} from '../model/registry.js'
import {entryDigest} from './package-digest.js'
import type {InstalledPackage} from './resolve-package.js'

/**
 * Why an installed package is not what was registered, as far as a run looks: its version, package.json and the file that
 * is imported. The rest is for validate-registry. What is no package of a registry or tarball may change at any time.
 */
export async function changedPackage(entry: RegistryEntry, installed: InstalledPackage): Promise<Problem | undefined> {
  const {files, integrity, metadata, source} = entry
  if (source === 'local' || (files === undefined && integrity === undefined)) return undefined
  const {version} = installed.packageJson
  if (version !== metadata.version)
    return modChanged(entry, `version ${metadata.version} was registered, installed is ${String(version)}`)
  if (files === undefined || (await entryDigest(installed.folder)) === files.entry) return undefined
  return modChanged(entry, `its files in ${installed.folder} are not those that were registered`)
}

/** The problem that an installed package is not the one that was registered. */
export function modChanged({metadata, module_path: name}: RegistryEntry, how: string): Problem {
  return problem('mod_changed', `${metadata.type}: ${name} has changed: ${how}`, {
    hint: `bring back what was registered with "datapy install --frozen", or accept the change with "datapy register-mod ${name} --force"`,
  })
}
