import {join} from 'node:path'
import type {JsonObject} from '../model/json.js'
import type {Checked, Place, Problem} from '../model/problem.js'
import type {RegistryEntry} from '../model/registry.js'
import type {DocumentPath} from '../model/source-document.js'
import {checkDependencies} from '../node/check-dependencies.js'
import {exportsNothing, importFailed, withoutRun} from '../node/import-mod.js'
import {packageJsonText} from '../node/package-json-text.js'
import {probeImports} from '../node/probe-imports.js'
import {entryUrl} from '../node/resolve-package.js'
import {declareEntry} from '../registry/declare-entry.js'
import {jsonPlaces} from '../registry/json-places.js'
import {readJson} from '../registry/read-json.js'

/**
 * All that a package must be to be a mod: it declares a valid entry with a valid schema, its dependencies are there, it
 * imports, and `run` is a function. Gives the entry it declares, or every problem.
 */
export async function checkModFolder(folder: string): Promise<Checked<RegistryEntry>> {
  const declared = await declaredMod(folder)
  if (!declared.ok) return declared
  const {entry, packageJson, at} = declared.value
  const problems = [
    ...(await schemaProblems(entry)).map((one) => ({...one, at: one.at ?? at(['datapy', 'config_schema'])})),
    ...(await checkDependencies(entry, folder)).map((one) => ({
      ...one,
      at: one.at ?? at(one.code === 'api_range' ? ['peerDependencies', 'datapy'] : ['dependencies']),
    })),
    ...(await importProblems(entry, folder, packageJson)).map((one) => ({...one, at: one.at ?? {file: at([]).file}})),
  ]
  return problems.length > 0 ? {ok: false, problems} : {ok: true, value: entry}
}

/** A mod's package as its package.json has it. */
export interface DeclaredMod {
  readonly entry: RegistryEntry
  readonly packageJson: JsonObject
  /** Where something stands in package.json. */
  at(path: DocumentPath): Place
}

/** The entry that the package in a folder declares, or every problem of the declaration; nothing is imported. */
export async function declaredMod(folder: string): Promise<Checked<DeclaredMod>> {
  const file = join(folder, 'package.json')
  const text = await packageJsonText(folder)
  if (!text.ok) return text
  const packageJson = readJson(text.value, file, 'mod_package_not_json')
  if (!packageJson.ok) return packageJson
  const places = jsonPlaces(text.value, file)
  const at = (path: DocumentPath) => places.at(path)
  const entry = declareEntry(packageJson.value, file, at)
  // declareEntry has refused all but objects.
  return entry.ok ? {ok: true, value: {entry: entry.value, packageJson: packageJson.value as JsonObject, at}} : entry
}

/** What is wrong with an entry's config_schema, the mod's type in front. */
export async function schemaProblems(entry: RegistryEntry): Promise<readonly Problem[]> {
  const {checkSchema} = await import('../schema/check-schema.js')
  const checked = await checkSchema(entry.config_schema)
  return checked.ok ? [] : checked.problems.map((one) => ({...one, message: `${entry.metadata.type}: ${one.message}`}))
}

async function importProblems(entry: RegistryEntry, folder: string, packageJson: JsonObject): Promise<readonly Problem[]> {
  const url = entryUrl(folder, packageJson)
  if (url === undefined) return [exportsNothing(entry.metadata.type, entry.module_path)]
  const [probe] = await probeImports([url.href])
  if (probe === undefined) return []
  if (!probe.ok) return [importFailed(entry.metadata.type, entry.module_path, probe.reason)]
  return probe.run === 'function' ? [] : [withoutRun(entry.metadata.type, entry.module_path, probe.run)]
}
