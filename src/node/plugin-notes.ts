import {join} from 'node:path'
import {isJsonObject, type JsonObject, type JsonValue} from '../model/json.js'
import {readPackageJson} from './resolve-package.js'
import {writeFileAtomically} from './write-file-atomically.js'

/** What oclif notes of a plugin in the data folder's package.json, under oclif.plugins. */
export type PluginNote =
  | {readonly type: 'link'; readonly name: string; readonly root: string}
  | {readonly type: 'user'; readonly name: string; readonly tag?: string; readonly url?: string}

/** The packages that plugins:install and plugins:link have put into a data folder, by name. */
export async function readPluginNotes(folder: string): Promise<readonly PluginNote[]> {
  return notesOf(await readPackageJson(folder))
}

/** Notes a plugin, in the place of an earlier note of it. To be called while the store is locked. */
export async function notePlugin(folder: string, note: PluginNote): Promise<void> {
  await changeNotes(folder, (notes) => [...notes.filter(({name}) => name !== note.name), note])
}

/** Takes the note of a plugin away. To be called while the store is locked. */
export async function forgetPlugin(folder: string, name: string): Promise<void> {
  await changeNotes(folder, (notes) => notes.filter((note) => note.name !== name))
}

async function changeNotes(folder: string, change: (notes: readonly PluginNote[]) => readonly PluginNote[]): Promise<void> {
  const packageJson = (await readPackageJson(folder)) ?? {}
  const {oclif} = packageJson
  const changed: JsonObject = {
    ...packageJson,
    oclif: {schema: 1, ...(isJsonObject(oclif) && oclif), plugins: change(notesOf(packageJson)).map((note) => ({...note}))},
  }
  await writeFileAtomically(join(folder, 'package.json'), `${JSON.stringify(changed, null, 2)}\n`)
}

function notesOf(packageJson: JsonObject | undefined): readonly PluginNote[] {
  const oclif = packageJson?.['oclif']
  const plugins = isJsonObject(oclif) ? oclif['plugins'] : undefined
  const notes = Array.isArray(plugins) ? plugins.flatMap((plugin: JsonValue) => noteOf(plugin)) : []
  return notes.toSorted((one, other) => (one.name < other.name ? -1 : 1))
}

/** A name alone is how older versions of oclif wrote it. */
function noteOf(plugin: JsonValue): readonly PluginNote[] {
  if (typeof plugin === 'string') return [{type: 'user', name: plugin}]
  if (!isJsonObject(plugin)) return []
  const {name, type, root, tag, url} = plugin
  if (typeof name !== 'string') return []
  if (type === 'link') return typeof root === 'string' ? [{type, name, root}] : []
  return [{type: 'user', name, ...(typeof tag === 'string' && {tag}), ...(typeof url === 'string' && {url})}]
}
