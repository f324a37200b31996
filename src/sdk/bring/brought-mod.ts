import {join} from 'node:path'
import type {Problem} from '../../model/problem.js'
import type {LockedPackages, RegistryEntry} from '../../model/registry.js'
import type {JsonObject} from '../../model/json.js'
import {changedPackage, modChanged} from '../../node/changed-package.js'
import {frameworkRoot} from '../../node/framework-root.js'
import {modTree} from '../../node/mod-tree.js'
import {isNoted} from '../../node/npm-notes.js'
import {filesDigest} from '../../node/package-digest.js'
import {lockKey, type RegistryLocks} from '../../node/registry-locks.js'
import {readPackageJson, resolvePackage, type InstalledPackage} from '../../node/resolve-package.js'
import {compareEntries} from '../../registry/compare-entries.js'
import {checkModFolder} from '../check-mod-folder.js'

/** A mod that is to be brought to this machine: its entry, its package in a staging folder, and what it needs, below that. */
export interface BroughtMod {
  readonly entry: RegistryEntry
  readonly folder: string
  readonly packages: LockedPackages
}

/** How a mod of the registry stands on this machine. */
export type Standing = 'local' | 'missing' | 'right' | 'ships' | 'wrong'

/**
 * Whether a mod is here as the registry names it, what it needs included. `data` is the data folder, where npm must know of
 * the mod, too, if it is to stay there.
 */
export async function standingOf(
  entry: RegistryEntry,
  roots: readonly string[],
  locks: RegistryLocks,
  data?: string,
): Promise<{readonly standing: Standing; readonly installed?: InstalledPackage}> {
  const installed = await resolvePackage(entry.module_path, roots)
  if (installed === undefined) return {standing: 'missing'}
  if (entry.source === 'local') return {standing: 'local', installed}
  if (installed.root === frameworkRoot()) return {standing: 'ships', installed}
  const isRight =
    (installed.root !== data || (await isNoted(data, installed.name))) &&
    (await changedPackage(entry, installed)) === undefined &&
    (entry.files === undefined || (await filesDigest(installed.folder)) === entry.files.all) &&
    (await hasLocked(installed, locks.get(lockKey(entry))))
  return {standing: isRight ? 'right' : 'wrong', installed}
}

async function hasLocked(installed: InstalledPackage, locked: LockedPackages | undefined): Promise<boolean> {
  if (locked === undefined) return true
  const tree = await modTree(installed)
  const differs = ([path, node]: readonly [string, JsonObject]) => tree.get(path)?.noted['version'] !== node['version']
  return tree.size === Object.keys(locked).length && !Object.entries(locked).some(differs)
}

/** Everything for which a mod that lies in a staging folder is not what its entry says, or does not work here. */
export async function broughtProblems({entry, folder}: BroughtMod): Promise<readonly Problem[]> {
  const version = (await readPackageJson(folder))?.['version']
  if (version !== entry.metadata.version)
    return [modChanged(entry, `version ${entry.metadata.version} is registered, what came is ${String(version)}`)]
  if (entry.files !== undefined && (await filesDigest(folder)) !== entry.files.all)
    return [modChanged(entry, 'what came has other files than those that were registered')]
  const declared = await checkModFolder(folder)
  const away = (one: Problem): Problem => ({...one, message: one.message.replaceAll(folder, entry.module_path)})
  if (!declared.ok) return declared.problems.map(({at: _, ...one}) => away(one))
  return compareEntries(entry, declared.value, () => ({file: join(entry.module_path, 'package.json')}))
}
