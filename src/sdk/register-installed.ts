import {problem} from '../errors/problem.js'
import type {Checked, Problem} from '../model/problem.js'
import {dataFolder} from '../node/data-folder.js'
import {readPluginNotes, type PluginNote} from '../node/plugin-notes.js'
import {readRegistry} from '../node/registry-file.js'
import {readPackageJson, resolvePackage} from '../node/resolve-package.js'
import type {LoadedRegistry} from '../registry/loaded-registry.js'
import {typesOf} from '../registry/merge-entry.js'
import {registerMod, type RegisterSpec, type Registration} from './register-mod.js'

/** What came of one of the packages that plugins:install and plugins:link have put there. */
export type InstalledOutcome =
  | {readonly name: string; readonly status: 'no mod'}
  | {readonly name: string; readonly status: 'refused'; readonly problems: readonly Problem[]}
  | {readonly name: string; readonly status: 'registered'; readonly registration: Registration}
  | {readonly name: string; readonly status: 'unchanged'; readonly type: string; readonly version: string}

/**
 * Registers each package that plugins:install and plugins:link have put there and that is not registered in the version
 * that is there. Each on its own: what is wrong with one stops no other.
 */
export async function registerInstalled(options: RegisterSpec): Promise<Checked<readonly InstalledOutcome[]>> {
  const registry = await readRegistry(options.location)
  if (!registry.ok) return registry
  const outcomes: InstalledOutcome[] = []
  for (const note of await readPluginNotes(dataFolder(options.env)))
    outcomes.push(await registerOne(note, registry.value, options))
  return {ok: true, value: outcomes}
}

async function registerOne(note: PluginNote, registry: LoadedRegistry, options: RegisterSpec): Promise<InstalledOutcome> {
  const {name} = note
  const installed = (await resolvePackage(name, [dataFolder(options.env)]))?.packageJson
  // A link that oclif made by itself is a note alone, with nothing in node_modules yet.
  const packageJson = installed ?? (note.type === 'link' ? await readPackageJson(note.root) : undefined)
  if (packageJson === undefined) {
    const hint = note.type === 'link' ? 'run datapy plugins:uninstall' : `install it again: datapy plugins:install ${name}`
    return {name, status: 'refused', problems: [problem('mod_package_missing', `the plugin ${name} is not there`, {hint})]}
  }
  if (packageJson['datapy'] === undefined) return {name, status: 'no mod'}
  const [type] = typesOf(registry, name)
  const registered = type === undefined ? undefined : registry.mods[type]?.metadata
  if (registered !== undefined && registered.version === packageJson['version'])
    return {name, status: 'unchanged', type: registered.type, version: registered.version}
  const outcome = await registerMod(installed === undefined && note.type === 'link' ? note.root : name, options)
  return outcome.ok
    ? {name, status: 'registered', registration: outcome.value}
    : {name, status: 'refused', problems: outcome.problems}
}
