import {join} from 'node:path'
import {problem} from '../../errors/problem.js'
import type {JsonObject} from '../../model/json.js'
import type {Checked, Problem} from '../../model/problem.js'
import type {LockedPackages, RegistryEntry} from '../../model/registry.js'
import {dataFolder} from '../../node/data-folder.js'
import {withModStore} from '../../node/mod-store.js'
import {runNpm} from '../../node/npm.js'
import {packageRoots} from '../../node/package-roots.js'
import {readRegistry} from '../../node/registry-file.js'
import {lockKey, locksFile, readLocks} from '../../node/registry-locks.js'
import {withStagingFolder, writeProject} from '../../node/staging-folder.js'
import type {RegisterSpec} from '../register-mod.js'
import {broughtProblems, standingOf, type BroughtMod} from './brought-mod.js'
import {layBrought, notedOf} from './lay-brought.js'

/** What was brought to this machine, and what was as it should be. */
export interface Brought {
  readonly installed: readonly RegistryEntry[]
  readonly unchanged: readonly RegistryEntry[]
}

export type BringSpec = Omit<RegisterSpec, 'cwd'>

/**
 * Brings this machine to what a registry names: each mod in its version, with its integrity, and what it needs as it was
 * noted when the mod was registered. All or nothing. What is right already is left alone, and needs no network.
 */
export async function installFrozen(options: BringSpec): Promise<Checked<Brought>> {
  const registry = await readRegistry(options.location)
  if (!registry.ok) return registry
  const data = dataFolder(options.env)
  return withModStore<Brought>(data, options, async () => {
    const locks = await readLocks(options.location.file)
    const roots = packageRoots(options.location.file, options.env)
    const [unchanged, wanted, problems]: [RegistryEntry[], BroughtMod[], Problem[]] = [[], [], []]
    for (const entry of Object.values(registry.value.mods)) {
      const {standing} = await standingOf(entry, roots, locks, data)
      const packages = locks.get(lockKey(entry)) ?? {}
      if (standing === 'local' || standing === 'right' || standing === 'ships') unchanged.push(entry)
      else {
        problems.push(...unfitToBring(entry, packages, await locksFile(options.location.file)))
        wanted.push({entry, folder: '', packages})
      }
    }
    if (problems.length > 0) return {ok: false, problems}
    if (wanted.length === 0) return {ok: true, value: {installed: [], unchanged}}
    const brought = await fetchAndLay(wanted, options)
    return brought.ok ? {ok: true, value: {installed: wanted.map(({entry}) => entry), unchanged}} : brought
  })
}

/** Why a mod cannot be brought from an npm registry exactly as it was. */
function unfitToBring(entry: RegistryEntry, packages: LockedPackages, notes: string): readonly Problem[] {
  const {metadata, module_path: name, source, integrity, dependencies} = entry
  if (source === 'local') {
    const hint = `register its folder on this machine: datapy register-mod ./FOLDER --force`
    return [
      problem('mod_not_fetchable', `${metadata.type}: ${name} was registered from a folder, which is not on this machine`, {
        hint,
      }),
    ]
  }
  if (integrity === undefined) {
    const hint = `register it again: datapy register-mod ${name}@${metadata.version} --force`
    return [problem('mod_not_fetchable', `${metadata.type}: ${name} was registered without an integrity`, {hint})]
  }
  if (dependencies.packages.length === 0 || Object.keys(packages).length > 0) return []
  const hint = `register it again where it is installed, which notes them: datapy register-mod ${name} --force`
  return [problem('mod_not_fetchable', `${metadata.type}: what ${name} needs is not noted in ${notes}`, {hint})]
}

async function fetchAndLay(wanted: readonly BroughtMod[], options: BringSpec): Promise<Checked<unknown>> {
  const data = dataFolder(options.env)
  return withStagingFolder<Checked<unknown>>(data, async (apart) => {
    await writeProject(apart, data, filesFor(wanted))
    const fetched = await runNpm(['ci'], {folder: apart, log: options.log, signal: options.signal})
    if (!fetched.ok) return fetched
    const brought = wanted.map((one) => ({...one, folder: join(apart, 'node_modules', one.entry.module_path)}))
    const problems = (await Promise.all(brought.map(broughtProblems))).flat()
    if (problems.length > 0) return {ok: false, problems}
    const laid = await layBrought(data, brought)
    await laid.end()
    return {ok: true, value: undefined}
  })
}

/** A project of the wanted mods, each with what it needs below it, as npm is to make it. */
function filesFor(wanted: readonly BroughtMod[]): Readonly<Record<string, JsonObject>> {
  const dependencies = Object.fromEntries(wanted.map(({entry}) => [entry.module_path, entry.metadata.version]))
  const root = {name: 'datapy-mods', version: '0.0.0', private: true, dependencies}
  const nodes = wanted.flatMap((one): [string, JsonObject][] => {
    const path = `node_modules/${one.entry.module_path}`
    const needs = Object.entries(one.packages).map(([below, node]): [string, JsonObject] => [
      `${path}/node_modules/${below}`,
      node,
    ])
    return [[path, notedOf(one)], ...needs]
  })
  const packages = {'': root, ...Object.fromEntries(nodes)}
  return {
    'package.json': root,
    'package-lock.json': {name: 'datapy-mods', version: '0.0.0', lockfileVersion: 3, requires: true, packages},
  }
}
