import {join} from 'node:path'
import {problem} from '../errors/problem.js'
import {own} from '../model/own.js'
import type {Checked, Problem} from '../model/problem.js'
import {dataFolder} from '../node/data-folder.js'
import {isFile} from '../node/find-upward.js'
import {forgetLeaving, leavingPackage, noteLeaving} from '../node/leaving-mods.js'
import {withModStore} from '../node/mod-store.js'
import {readPluginNotes} from '../node/plugin-notes.js'
import {readOwn, readRegistry, type RegistryLocation} from '../node/registry-file.js'
import {forgetLock} from '../node/registry-locks.js'
import {updateRegistry} from '../node/update-registry.js'
import type {LoadedRegistry} from '../registry/loaded-registry.js'
import {removeEntry} from '../registry/remove-entry.js'
import type {RegisterSpec} from './register-mod.js'

/** A mod that is not registered any more. */
export interface Unregistration {
  readonly type: string
  readonly registry: string
  /** The package that was uninstalled with it: one that register-mod had installed and no other entry uses. */
  readonly uninstalled?: string
}

type UnregisterSpec = Omit<RegisterSpec, 'cwd' | 'force'>

/**
 * Takes a mod type out of the registry, and its package away where register-mod had installed it and nobody else uses it.
 * Where an earlier process was cut short between the two, does the rest.
 */
export async function unregisterMod(type: string, spec: UnregisterSpec): Promise<Checked<Unregistration>> {
  const {location, env} = spec
  const shipped = await shipsWithIt(type, location)
  if (shipped !== undefined) return {ok: false, problems: [shipped]}
  const [data, mod] = [dataFolder(env), {type, registry: location.file}]
  const before = await readRegistry(location)
  if (!before.ok) return before
  const isThere = Object.hasOwn(before.value.mods, type) || before.value.faulty?.has(type) === true
  const left = isThere ? undefined : await leavingPackage(data, mod)
  const removed =
    left === undefined ? await removeNoted(mod, spec) : {ok: true as const, value: {name: left, after: before.value}}
  if (!removed.ok) return removed
  const {name, after} = removed.value
  if (name !== undefined) await forgetLock(location.file, name)
  const isUsed = name === undefined || (await usedElsewhere(name, after, location, env))
  const taken: Checked<Unregistration> = isUsed ? {ok: true, value: mod} : await takeAway(mod, name, spec)
  // What npm could not do, the same command can do again.
  if (taken.ok) await forgetLeaving(data, mod).catch(() => undefined)
  return taken
}

/** Takes the entry out, and notes before that its package is to follow. */
async function removeNoted(
  mod: Unregistration,
  {location, env, today}: UnregisterSpec,
): Promise<Checked<{readonly name: string | undefined; readonly after: LoadedRegistry}>> {
  const data = dataFolder(env)
  const removed: {name?: string | undefined} = {}
  const read = await readRegistry(location)
  const name = read.ok ? own(read.value.mods, mod.type)?.module_path : undefined
  if (name !== undefined && (await isFile(join(data, 'package.json'))))
    // Where nothing can be written, nothing will be uninstalled either.
    await noteLeaving(data, {...mod, name}).catch(() => undefined)
  const updated = await updateRegistry(location, (registry) => {
    removed.name = own(registry.mods, mod.type)?.module_path
    return removeEntry(registry, mod.type, {today, file: location.file})
  })
  if (updated.ok) return {ok: true, value: {name: removed.name, after: updated.value}}
  await forgetLeaving(data, mod).catch(() => undefined)
  return updated
}

/** Uninstalls the package of a mod whose entry is gone, if it is ours. */
async function takeAway(mod: Unregistration, name: string, {env, log, signal}: UnregisterSpec): Promise<Checked<Unregistration>> {
  const taken = await withModStore<Unregistration>(dataFolder(env), {log, signal}, async (store) => {
    if (!(await store.isOurs(name))) {
      const isPlugin = (await readPluginNotes(dataFolder(env))).some((note) => note.name === name)
      if (isPlugin) log?.(`${name} stays installed: datapy plugins:uninstall ${name} takes it away`)
      return {ok: true, value: mod}
    }
    const problems = await store.uninstall(name)
    return problems.length > 0 ? {ok: false, problems} : {ok: true, value: {...mod, uninstalled: name}}
  })
  // The entry is gone, which is what was asked for: where nothing can be uninstalled, or a signal stops it, the package stays.
  if (taken.ok || taken.problems.some(({code}) => code !== 'registry_unwritable' && code !== 'cancelled')) return taken
  for (const {message} of taken.problems) log?.(`${name} stays installed: ${message}`)
  return {ok: true, value: mod}
}

/** In a user's own registry a type of the shipped one can be covered, and uncovered again, but not removed. */
async function shipsWithIt(type: string, location: RegistryLocation): Promise<Problem | undefined> {
  if (location.base === undefined) return undefined
  const [base, own] = [await readRegistry({file: location.base}), await readOwn(location)]
  if (!base.ok || !own.ok || !Object.hasOwn(base.value.mods, type)) return undefined
  if (Object.hasOwn(own.value.mods, type) || own.value.faulty?.has(type) === true) return undefined
  return problem('mod_ships', `mod type "${type}" ships with DataPy: it is in ${location.base}, not in ${location.file}`, {
    hint: 'to do without it, use a registry of the project: --registry FILE, or a registry.json in the project',
  })
}

/** Whether this registry, or the user's own, still has an entry of the package. */
async function usedElsewhere(
  name: string,
  after: LoadedRegistry,
  location: RegistryLocation,
  env: NodeJS.ProcessEnv,
): Promise<boolean> {
  const own = location.base === undefined ? await readOwn({file: join(dataFolder(env), 'registry.json')}) : undefined
  const entries = [...Object.values(after.mods), ...(own?.ok === true ? Object.values(own.value.mods) : [])]
  return entries.some((entry) => entry.module_path === name)
}
