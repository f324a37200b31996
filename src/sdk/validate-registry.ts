import {problem} from '../errors/problem.js'
import type {Checked, Problem} from '../model/problem.js'
import type {RegistryEntry} from '../model/registry.js'
import type {DocumentPath} from '../model/source-document.js'
import {changedPackage, modChanged} from '../node/changed-package.js'
import {checkDependencies} from '../node/check-dependencies.js'
import {exportsNothing, importFailed, packageMissing, withoutRun} from '../node/import-mod.js'
import {filesDigest} from '../node/package-digest.js'
import {packageRoots} from '../node/package-roots.js'
import {packageSource} from '../node/package-source.js'
import {probeImports} from '../node/probe-imports.js'
import {readRegistry, registryTexts, type RegistryLocation} from '../node/registry-file.js'
import {someAtATime} from '../node/some-at-a-time.js'
import {entryUrl, resolvePackage, type InstalledPackage} from '../node/resolve-package.js'
import {repeatedKeys} from '../node/update-registry.js'
import {refusedBy, type AllowList} from '../registry/allow-list.js'
import {compareEntries} from '../registry/compare-entries.js'
import {declareEntry} from '../registry/declare-entry.js'
import {jsonPlaces} from '../registry/json-places.js'
import {allowLists} from './check-allowed.js'
import {schemaProblems} from './check-mod-folder.js'

/** What a look at a whole registry showed. */
export interface RegistryReport {
  /** The registry's file. */
  readonly registry: string
  readonly mods_checked: number
  /** Everything that is wrong, by mod type; empty when all is well. */
  readonly problems: readonly Problem[]
}

/** Checks every entry of a registry against the package it names. A registry that cannot be read is itself the problem. */
export async function validateRegistry(location: RegistryLocation, env: NodeJS.ProcessEnv): Promise<Checked<RegistryReport>> {
  const read = await readRegistry(location)
  if (!read.ok) return read
  const {mods, faulty} = read.value
  const roots = packageRoots(location.file, env)
  const locate = await placesIn(location)
  const lists = await allowLists(location)
  const types = Object.keys(mods).sort()
  const schemas = schemaChecks()
  const looked = await someAtATime(types, 8, (type) => lookAt(mods[type], roots, schemas))
  const imports = await importsOf(looked.flatMap((one) => one ?? []))
  const problems = looked.flatMap((one) => {
    if (one === undefined) return []
    const type = one.entry.metadata.type
    return [...notAllowed(one.entry, location, lists, locate), ...one.problems(locate), ...(imports.get(type) ?? [])].map(
      (found) => (found.at === undefined ? {...found, at: locate(type, [])} : found),
    )
  })
  return {
    ok: true,
    value: {
      registry: location.file,
      mods_checked: types.length + (faulty?.size ?? 0),
      problems: [
        ...(lists.ok ? [] : lists.problems),
        ...(await repeatedKeys(location)),
        ...[...(faulty?.values() ?? [])].flatMap((one) => one.problems),
        ...problems,
      ],
    },
  }
}

/** What the lists refuse: a file's entries obey its own list, those of a user's own registry also that of the one beneath. */
function notAllowed(
  {module_path: name, metadata: {type, version}}: RegistryEntry,
  {file}: RegistryLocation,
  lists: Checked<readonly AllowList[]>,
  locate: Locate,
): readonly Problem[] {
  const at = locate(type, ['module_path'])
  const holding = lists.ok ? lists.value.filter((list) => list.file === at.file || at.file === file) : []
  return refusedBy(holding, {name, version}).map((one) => ({...one, message: `${type}: ${one.message}`, at}))
}

type Locate = (type: string, path: DocumentPath) => NonNullable<Problem['at']>

interface Look {
  readonly entry: RegistryEntry
  readonly installed: InstalledPackage | undefined
  problems(locate: Locate): readonly Problem[]
}

type SchemaChecks = (entry: RegistryEntry) => ReturnType<typeof schemaProblems>

/** Schemas are checked by making code of them, which is slow; entries that have the same one are checked once. */
function schemaChecks(): SchemaChecks {
  const good = new Set<string>()
  return async (entry) => {
    const text = JSON.stringify(entry.config_schema)
    if (good.has(text)) return []
    const problems = await schemaProblems(entry)
    if (problems.length === 0) good.add(text)
    return problems
  }
}

async function lookAt(
  entry: RegistryEntry | undefined,
  roots: readonly string[],
  schemas: SchemaChecks,
): Promise<Look | undefined> {
  if (entry === undefined) return undefined
  const {type} = entry.metadata
  const schema = await schemas(entry)
  const installed = await resolvePackage(entry.module_path, roots)
  if (installed === undefined) return {entry, installed, problems: () => [packageMissing(entry, roots), ...schema]}
  const dependencies = await checkDependencies(entry, installed.folder)
  const changed = await integrityProblems(entry, installed)
  const declared = declareEntry(installed.packageJson, `${installed.folder}/package.json`)
  return {
    entry,
    installed,
    problems: (locate) => [
      ...(declared.ok
        ? compareEntries(entry, declared.value, (path) => locate(type, path))
        : declared.problems.map((one) => ({...one, message: `${type}: ${one.message}`}))),
      ...changed,
      ...schema,
      ...dependencies,
    ],
  }
}

async function integrityProblems(entry: RegistryEntry, installed: InstalledPackage): Promise<readonly Problem[]> {
  if (entry.integrity === undefined && entry.files === undefined) return []
  const {integrity, source} = await packageSource(installed)
  const registered = entry.integrity ?? entry.files?.all ?? ''
  const isOther = integrity !== undefined && entry.integrity !== undefined && integrity !== entry.integrity
  if (source === 'local' || isOther) {
    const now = source === 'local' ? 'a link to a folder' : String(integrity)
    const message = `${entry.metadata.type}: ${entry.module_path} was registered as ${registered}, installed is ${now}`
    return [problem('integrity_differs', message, {hint: `if that is meant: datapy register-mod ${entry.module_path} --force`})]
  }
  const changed = await changedPackage(entry, installed)
  if (changed !== undefined) return [changed]
  if (entry.files === undefined || (await filesDigest(installed.folder)) === entry.files.all) return []
  return [
    modChanged(entry, `its files in ${installed.folder} are not those that were registered (package.json and the entry are)`),
  ]
}

async function importsOf(looked: readonly Look[]): Promise<ReadonlyMap<string, readonly Problem[]>> {
  const problems = new Map<string, readonly Problem[]>()
  const urls = new Map<string, RegistryEntry>()
  for (const {entry, installed} of looked) {
    if (installed === undefined) continue
    const url = entryUrl(installed.folder, installed.packageJson)
    if (url === undefined) problems.set(entry.metadata.type, [exportsNothing(entry.metadata.type, entry.module_path)])
    else urls.set(url.href, entry)
  }
  for (const probe of await probeImports([...urls.keys()])) {
    const entry = urls.get(probe.url)
    if (entry === undefined) continue
    const {type} = entry.metadata
    if (!probe.ok) problems.set(type, [importFailed(type, entry.module_path, probe.reason)])
    else if (probe.run !== 'function') problems.set(type, [withoutRun(type, entry.module_path, probe.run)])
  }
  return problems
}

/** Finds places in whichever file of a location has the mod type; the upper one counts. */
async function placesIn(location: RegistryLocation): Promise<Locate> {
  const files = (await registryTexts(location))
    .map(({file, text}) => ({file, places: jsonPlaces(text, file), mods: modsIn(text)}))
    .reverse()
  return (type, path) => {
    const holder = files.find(({mods}) => Object.hasOwn(mods, type)) ?? files[0]
    return holder === undefined ? {file: location.file} : holder.places.at(['mods', type, ...path])
  }
}

function modsIn(text: string): object {
  const document = JSON.parse(text) as {readonly mods: object} // it has been read as a registry
  return document.mods
}
