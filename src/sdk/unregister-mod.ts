import {join} from 'node:path'
import {problem} from '../errors/problem.js'
import type {Checked, Problem} from '../model/problem.js'
import {dataFolder} from '../node/data-folder.js'
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

/** Takes a mod type out of the registry, and its package away where register-mod had installed it and nobody else uses it. */
export async function unregisterMod(
  type: string,
  {location, env, today, log, signal}: Omit<RegisterSpec, 'cwd' | 'force'>,
): Promise<Checked<Unregistration>> {
  const shipped = await shipsWithIt(type, location)
  if (shipped !== undefined) return {ok: false, problems: [shipped]}
  const removed: {name?: string | undefined} = {}
  const updated = await updateRegistry(location, (registry) => {
    removed.name = registry.mods[type]?.module_path
    return removeEntry(registry, type, {today, file: location.file})
  })
  if (!updated.ok) return updated
  const done = {type, registry: location.file}
  if (removed.name !== undefined) await forgetLock(location.file, removed.name)
  const {name} = removed
  if (name === undefined || (await usedElsewhere(name, updated.value, location, env))) return {ok: true, value: done}
  const taken = await withModStore<Unregistration>(dataFolder(env), {log, signal}, async (store) => {
    if (!(await store.isOurs(name))) {
      const isPlugin = (await readPluginNotes(dataFolder(env))).some((note) => note.name === name)
      if (isPlugin) log?.(`${name} stays installed: datapy plugins:uninstall ${name} takes it away`)
      return {ok: true, value: done}
    }
    const problems = await store.uninstall(name)
    return problems.length > 0 ? {ok: false, problems} : {ok: true, value: {...done, uninstalled: name}}
  })
  // The entry is gone, which is what was asked for: where nothing can be uninstalled, or a signal stops it, the package stays.
  if (taken.ok || taken.problems.some(({code}) => code !== 'registry_unwritable' && code !== 'cancelled')) return taken
  for (const {message} of taken.problems) log?.(`${name} stays installed: ${message}`)
  return {ok: true, value: done}
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
