import {join, resolve} from 'node:path'
import {didYouMean} from '../../errors/nearest.js'
import {problem} from '../../errors/problem.js'
import type {Checked, Problem} from '../../model/problem.js'
import {dataFolder} from '../../node/data-folder.js'
import {withModStore} from '../../node/mod-store.js'
import {readPluginNotes, type PluginNote} from '../../node/plugin-notes.js'
import {readOwn} from '../../node/registry-file.js'
import {typesOf} from '../../registry/merge-entry.js'
import type {RegisterSpec} from '../register-mod.js'
import {registryForPlugins} from './registered-by.js'

/**
 * Takes away a package that plugins:install or plugins:link has put there; gives its name. Refused while a mod of it is
 * registered, in the registry that holds or in the user's own, unless by force: the entry would lead nowhere.
 */
export async function uninstallPlugin(plugin: string, options: RegisterSpec): Promise<Checked<string>> {
  const folder = dataFolder(options.env)
  const notes = await readPluginNotes(folder)
  const note = notes.find((one) => isMeant(one, plugin, options.cwd))
  if (note === undefined) {
    const names = notes.map((one) => one.name)
    return {
      ok: false,
      problems: [problem('plugin_not_installed', `${plugin} is no plugin in ${folder}`, {hint: didYouMean(plugin, names)})],
    }
  }
  const {name} = note
  const kept = options.force === true ? undefined : await stillRegistered(name, options)
  if (kept !== undefined) return {ok: false, problems: [kept]}
  return withModStore<string>(folder, options, async (store) => {
    const problems = await store.uninstall(name)
    if (problems.length > 0) return {ok: false, problems}
    await store.forgetPlugin(name)
    return {ok: true, value: name}
  })
}

/** What came of one of several plugins. */
export interface UninstallOutcome {
  readonly plugin: string
  readonly outcome: Checked<string>
}

/** Takes away every plugin there is, each on its own. */
export async function uninstallAllPlugins(options: RegisterSpec): Promise<readonly UninstallOutcome[]> {
  const outcomes: UninstallOutcome[] = []
  for (const {name} of await readPluginNotes(dataFolder(options.env)))
    outcomes.push({plugin: name, outcome: await uninstallPlugin(name, options)})
  return outcomes
}

/** A plugin is meant by its name, a version behind it or not, or by the folder that it is a link to. */
function isMeant({name, ...note}: PluginNote, plugin: string, cwd: string): boolean {
  return plugin.replace(/(?<=.)@[^@/]*$/, '') === name || (note.type === 'link' && resolve(cwd, plugin) === note.root)
}

async function stillRegistered(name: string, {location, env}: RegisterSpec): Promise<Problem | undefined> {
  const file = join(dataFolder(env), 'registry.json')
  for (const [where, registry] of [
    [location.file, await registryForPlugins(location)],
    [file, await readOwn({file})],
  ] as const) {
    if (!registry.ok) return registry.problems[0]
    const [type] = typesOf(registry.value, name)
    if (type === undefined) continue
    return problem('mod_still_registered', `mod type "${type}" of ${name} is registered in ${where}`, {
      hint: `run "datapy unregister-mod ${type}${where === location.file ? '' : ` --registry ${where}`}" first, or use --force`,
    })
  }
  return undefined
}
