import {readFile, realpath} from 'node:fs/promises'
import {join, relative} from 'node:path'
import {pathToFileURL} from 'node:url'
import {leavesOpen} from '../errors/file-fault.js'
import {isJsonObject, type JsonObject, type JsonValue} from '../model/json.js'

/** A package as it is installed. */
export interface InstalledPackage {
  readonly name: string
  /** Its folder, links followed: what it imports is looked for from here. */
  readonly folder: string
  /** The folder in whose node_modules it is. */
  readonly root: string
  /** Its folder there, links not followed. */
  readonly installedAt: string
  readonly packageJson: JsonObject
}

/**
 * The package of this name in the node_modules of the first of these folders that has it; nothing when none has. Rejects
 * where none was found and one could not be looked at.
 */
export async function resolvePackage(name: string, roots: readonly string[]): Promise<InstalledPackage | undefined> {
  const faults: unknown[] = []
  for (const root of roots) {
    const installedAt = join(root, 'node_modules', name)
    try {
      const packageJson = await readPackageJson(installedAt)
      if (packageJson !== undefined) return {name, folder: await realpath(installedAt), root, installedAt, packageJson}
    } catch (error) {
      faults.push(error)
    }
  }
  if (faults.length > 0) throw faults[0]
  return undefined
}

/** Whether an installed package is the one in this folder, links followed. */
export async function liesIn({folder}: InstalledPackage, path: string): Promise<boolean> {
  return folder === (await realpath(path))
}

/**
 * The package.json of a folder as an object; nothing when it is not there or is no JSON object. Rejects where the disk
 * does not let it be looked at: that does not mean that it is absent.
 */
export async function readPackageJson(folder: string): Promise<JsonObject | undefined> {
  try {
    const text = await readFile(join(folder, 'package.json'), 'utf8')
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, '')) // as npm reads it
    return isJsonObject(value) ? value : undefined
  } catch (error) {
    if (leavesOpen(error)) throw error
    return undefined
  }
}

/** The URL of the file that `import 'NAME'` loads, or nothing when the package exports no file. */
export function entryUrl(folder: string, packageJson: JsonObject): URL | undefined {
  const file = entryFile(folder, packageJson)
  return file === undefined ? undefined : pathToFileURL(file)
}

/** The file that `import 'NAME'` loads, or nothing when the package exports none. */
export function entryFile(folder: string, packageJson: JsonObject): string | undefined {
  const {exports, main} = packageJson
  const target = exports === undefined ? (typeof main === 'string' && main !== '' ? main : 'index.js') : mainExport(exports)
  // An entry that climbs out of its package loads nothing.
  return target === undefined || relative(folder, join(folder, target)).startsWith('..') ? undefined : join(folder, target)
}

/** Conditions that hold for an import in Node (https://nodejs.org/api/packages.html#conditional-exports). */
const conditions = new Set(['default', 'import', 'module-sync', 'node', 'node-addons'])

/**
 * The main entry of an `exports` field. Done here, since Node itself resolves only from the importing file, and the
 * library that does it from anywhere costs 9 ms on each run.
 */
function mainExport(exports: JsonValue): string | undefined {
  if (typeof exports === 'string') return exports
  if (Array.isArray(exports)) return exports.map(mainExport).find((target) => target !== undefined)
  if (!isJsonObject(exports)) return undefined
  if (Object.hasOwn(exports, '.')) return mainExport(exports['.'] ?? null)
  for (const [condition, target] of Object.entries(exports)) {
    const found = conditions.has(condition) ? mainExport(target) : undefined
    if (found !== undefined) return found
  }
  return undefined
}
