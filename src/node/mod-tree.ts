import {readFile, realpath} from 'node:fs/promises'
import {dirname, join, relative} from 'node:path'
import {isJsonObject, type JsonObject} from '../model/json.js'
import {readPackageJson, type InstalledPackage} from './resolve-package.js'

/** One package that a mod needs, as it is installed here. */
export interface TreePackage {
  readonly folder: string
  /** What npm notes of it, less where it was fetched from. */
  readonly noted: JsonObject
}

/**
 * All that a mod's package needs, by path below its own node_modules, found as Node finds it. Where the packages lie
 * here does not show: on every machine the same packages make the same tree, which shares nothing with other mods.
 */
export async function modTree(mod: InstalledPackage): Promise<ReadonlyMap<string, TreePackage>> {
  const [notes, root] = [await hiddenLock(mod.root), await realpath(mod.root)]
  const tree = new Map<string, TreePackage>()
  const waiting = [{at: '', folder: mod.folder, packageJson: mod.packageJson}]
  // In breadth, so that what lies below a package is complete before its own needs are looked at.
  for (const {at, folder, packageJson} of waiting) {
    for (const name of namesOf(packageJson)) {
      const found = await findFrom(folder, name)
      if (found === undefined) continue // optional, or missing, which is told where dependencies are checked
      const seen = pathsUpward(at, name).find((path) => tree.has(path))
      if (seen !== undefined && tree.get(seen)?.folder === found) continue
      const path = seen === undefined ? name : below(at, name)
      const own = (await readPackageJson(found)) ?? {}
      tree.set(path, {folder: found, noted: noted(notes[relative(root, found)], own)})
      waiting.push({at: path, folder: found, packageJson: own})
    }
  }
  return new Map([...tree].sort(([one], [other]) => (one < other ? -1 : 1)))
}

function namesOf({dependencies, optionalDependencies}: JsonObject): readonly string[] {
  const all = [dependencies, optionalDependencies].flatMap((one) => (isJsonObject(one) ? Object.keys(one) : []))
  return [...new Set(all)].sort()
}

/** The folder of a package as code in another package's folder finds it, links followed. */
async function findFrom(folder: string, name: string): Promise<string | undefined> {
  for (let from = folder; ; from = dirname(from)) {
    const candidate = join(from, 'node_modules', name)
    if ((await readPackageJson(candidate)) !== undefined) return await realpath(candidate)
    if (from === dirname(from)) return undefined
  }
}

function below(at: string, name: string): string {
  return at === '' ? name : `${at}/node_modules/${name}`
}

/** Where a package of this name could lie that the package at `at` finds, the nearest first. */
function pathsUpward(at: string, name: string): readonly string[] {
  const above = at.lastIndexOf('/node_modules/')
  return at === '' ? [name] : [below(at, name), ...pathsUpward(above === -1 ? '' : at.slice(0, above), name)]
}

const keptKeys = [
  'version',
  'integrity',
  'dependencies',
  'optionalDependencies',
  'peerDependencies',
  'peerDependenciesMeta',
  'optional',
  'os',
  'cpu',
  'libc',
]

function noted(note: unknown, packageJson: JsonObject): JsonObject {
  const known: JsonObject = isJsonObject(note) ? {...packageJson, ...note} : packageJson
  return Object.fromEntries(keptKeys.flatMap((key) => (known[key] === undefined ? [] : [[key, known[key]] as const])))
}

/** What npm notes of the packages in a folder's node_modules, by path; nothing where something else installed them. */
async function hiddenLock(root: string): Promise<JsonObject> {
  try {
    const lock: unknown = JSON.parse(await readFile(join(root, 'node_modules/.package-lock.json'), 'utf8'))
    return isJsonObject(lock) && isJsonObject(lock['packages']) ? lock['packages'] : {}
  } catch {
    return {}
  }
}
