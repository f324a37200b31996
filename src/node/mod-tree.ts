import {realpath} from 'node:fs/promises'
import {dirname, join, relative} from 'node:path'
import {isJsonObject, type JsonObject} from '../model/json.js'
import {foldersUpward} from './find-upward.js'
import {readNpmNotes} from './npm-notes.js'
import {readPackageJson, resolvePackage, type InstalledPackage} from './resolve-package.js'

/** One package that a mod needs. */
export interface TreePackage {
  /** Where it is installed here; undefined for an optional one of another platform, which npm only notes. */
  readonly folder: string | undefined
  /** What npm notes of it, less where it was fetched from. */
  readonly noted: JsonObject
}

/**
 * All that a mod's package needs, by path below its own node_modules, found as Node finds it. Where the packages lie
 * here does not show: on every machine the same packages make the same tree, which shares nothing with other mods.
 */
export async function modTree(mod: InstalledPackage): Promise<ReadonlyMap<string, TreePackage>> {
  const [notes, root] = [await notesIn(mod.root), await realpath(mod.root)]
  const tree = new Map<string, TreePackage>()
  const waiting = [{at: '', folder: mod.folder, packageJson: mod.packageJson}]
  /** The node_modules that a path of the tree is below, where it lies here. */
  const folderAbove = (path: string) => {
    const above = path.lastIndexOf('/node_modules/')
    return join((above === -1 ? mod.folder : tree.get(path.slice(0, above))?.folder) ?? '', 'node_modules')
  }
  // In breadth, so that what lies below a package is complete before its own needs are looked at.
  for (const {at, folder, packageJson} of waiting) {
    for (const name of namesOf(packageJson)) {
      const found = (await resolvePackage(name, foldersUpward(folder)))?.folder
      const notedAt = found === undefined ? notedFrom(relative(root, folder), name, notes) : relative(root, found)
      // Missing, which is told where dependencies are checked; or optional, and noted nowhere.
      if (notedAt === undefined) continue
      const seen = pathsUpward(at, name).find((path) => tree.has(path))
      if (seen !== undefined && tree.get(seen)?.folder === found) continue
      const inside = isBundled(notes[notedAt]) && pathsUpward(at, name).find((one) => found === join(folderAbove(one), name))
      const path = inside || (seen === undefined ? name : below(at, name))
      const own = found === undefined ? {} : ((await readPackageJson(found)) ?? {})
      tree.set(path, {folder: found, noted: noted(name, notes[notedAt], own)})
      if (found !== undefined) waiting.push({at: path, folder: found, packageJson: own})
    }
  }
  return new Map([...tree].sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** What npm brings for a package: what it depends on, and the peers that it cannot do without. */
function namesOf(packageJson: JsonObject): readonly string[] {
  const {dependencies, optionalDependencies} = packageJson
  const all = [dependencies, optionalDependencies, peersOf(packageJson)]
  return [...new Set(all.flatMap((one) => (isJsonObject(one) ? Object.keys(one) : [])))].sort()
}

function peersOf({peerDependencies, peerDependenciesMeta: meta}: JsonObject): JsonObject {
  const isOptional = (name: string) => {
    const about = isJsonObject(meta) ? meta[name] : undefined
    return isJsonObject(about) && about['optional'] === true
  }
  const peers = isJsonObject(peerDependencies) ? Object.entries(peerDependencies) : []
  return Object.fromEntries(peers.filter(([name]) => !isOptional(name)))
}

function below(at: string, name: string): string {
  return at === '' ? name : `${at}/node_modules/${name}`
}

/** Where a package of this name could lie that the package at `at` finds, the nearest first. */
function pathsUpward(at: string, name: string): readonly string[] {
  const above = at.lastIndexOf('/node_modules/')
  return at === '' ? [name] : [below(at, name), ...pathsUpward(above === -1 ? '' : at.slice(0, above), name)]
}

/** Where npm notes an optional package that is not installed, as the package in a folder would find it. */
function notedFrom(folder: string, name: string, notes: JsonObject): string | undefined {
  for (let from = folder; ; from = dirname(from)) {
    const path = join(from, 'node_modules', name)
    const note = notes[path]
    if (isJsonObject(note) && note['optional'] === true) return path
    if (from === '.' || from === dirname(from)) return undefined
  }
}

/** Whether npm got a package inside the one that needs it: it is published nowhere, and cannot lie elsewhere. */
function isBundled(note: unknown): boolean {
  return isJsonObject(note) && note['inBundle'] === true
}

const keptKeys = [
  'version',
  'integrity',
  'dependencies',
  'optionalDependencies',
  'bundleDependencies',
  'inBundle',
  'optional',
  'peer',
  'os',
  'cpu',
  'libc',
]

/**
 * What stands in the lock of a package. Peers that it needs are dependencies there: npm brings them, and in a tree of one
 * mod there is nobody else who could.
 */
function noted(name: string, note: unknown, packageJson: JsonObject): JsonObject {
  const known: JsonObject = isJsonObject(note) ? {...packageJson, ...note} : packageJson
  const kept = Object.fromEntries(keptKeys.flatMap((key) => (known[key] === undefined ? [] : [[key, known[key]] as const])))
  const peers = peersOf(known)
  const own = known['name']
  return {
    // One that was asked for under another name is fetched by its own.
    ...(typeof own === 'string' && own !== name && {name: own}),
    ...kept,
    ...(Object.keys(peers).length > 0 && {
      dependencies: {...peers, ...(isJsonObject(kept['dependencies']) && kept['dependencies'])},
    }),
  }
}

/** What npm notes of the packages in a folder, by path: those that are installed, and those for other platforms. */
async function notesIn(root: string): Promise<JsonObject> {
  return {...(await readNpmNotes(root, 'wanted')), ...(await readNpmNotes(root, 'installed'))}
}
