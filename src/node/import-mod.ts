import {realpath} from 'node:fs/promises'
import {isAbsolute, relative} from 'node:path'
import {fileURLToPath} from 'node:url'
import {fixOfCode} from '../errors/file-fault.js'
import {messageOf} from '../errors/message-of.js'
import {problem} from '../errors/problem.js'
import type {JsonObject} from '../model/json.js'
import type {ModRun} from '../model/mod.js'
import type {Checked} from '../model/problem.js'
import type {RegistryEntry} from '../model/registry.js'
import {changedPackage} from './changed-package.js'
import {apiProblem} from './check-api-range.js'
import {frameworkRoot} from './framework-root.js'
import {importUrl} from './import-url.js'
import {entryUrl, readPackageJson, resolvePackage} from './resolve-package.js'

export interface ImportedMod {
  readonly run: ModRun
  /** The package's folder, links followed. */
  readonly folder: string
}

/** Imports the package of a registry entry from where it is installed, and gives its `run`. Never asks the network. */
export async function importMod(entry: RegistryEntry, roots: readonly string[]): Promise<Checked<ImportedMod>> {
  const installed = await resolvePackage(entry.module_path, roots)
  if (installed === undefined) return {ok: false, problems: [packageMissing(entry, roots)]}
  // Mods that ship are of one make with this DataPy.
  const unfit =
    installed.root === frameworkRoot() ? undefined : ((await changedPackage(entry, installed)) ?? (await apiProblem(entry)))
  if (unfit !== undefined) return {ok: false, problems: [unfit]}
  return await importPackage(entry, installed.folder, installed.packageJson)
}

/** Imports the package that lies in a folder, registered or not, and gives its `run`. */
export async function importFolder(entry: RegistryEntry, folder: string): Promise<Checked<ImportedMod>> {
  const installed = await readPackageJson(folder)
  return installed === undefined
    ? {ok: false, problems: [packageMissing(entry, [folder])]}
    : await importPackage(entry, folder, installed)
}

async function importPackage(entry: RegistryEntry, folder: string, packageJson: JsonObject): Promise<Checked<ImportedMod>> {
  const {type} = entry.metadata
  const url = entryUrl(folder, packageJson)
  if (url === undefined) return {ok: false, problems: [exportsNothing(type, entry.module_path)]}
  if (await leadsOut(folder, fileURLToPath(url))) return {ok: false, problems: [leadsElsewhere(type, entry.module_path)]}
  try {
    const run = runOf(await importUrl(url.href))
    if (typeof run !== 'function') return {ok: false, problems: [withoutRun(type, entry.module_path, run)]}
    return {ok: true, value: {run: run as ModRun, folder}} // what it takes and returns is held to the contract where it is called
  } catch (error) {
    return {ok: false, problems: [importFailed(type, entry.module_path, messageOf(error))]}
  }
}

/** Whether a file of a package is in truth one outside of it. One that is not there is for the import to tell of. */
async function leadsOut(folder: string, file: string): Promise<boolean> {
  const [from, to] = await Promise.all([realpath(folder), realpath(file)]).catch(() => [folder, file])
  return relative(from, to).startsWith('..') || isAbsolute(relative(from, to))
}

/** A default export within a default export is one too many. */
const deepest = 2

/** The `run` export of an imported module; of CommonJS that Node could not read ahead, the one in its `default`. */
function runOf(module: unknown, depth = 0): unknown {
  if (typeof module !== 'object' || module === null || depth > deepest) return undefined
  if ('run' in module) return module.run
  return 'default' in module && typeof module.default === 'object' ? runOf(module.default, depth + 1) : undefined
}

/** The problem that a registered package is not installed. */
export function packageMissing({metadata, module_path: name, source}: RegistryEntry, roots: readonly string[]) {
  const spec = source === 'local' ? './FOLDER' : `${name}@${metadata.version}`
  return problem('mod_package_missing', `${metadata.type}: its package ${name} is not installed`, {
    hint: `install it with "datapy register-mod ${spec} --force"; looked in the node_modules of ${roots.slice(0, 2).join(', ')} and further`,
  })
}

/** The problem that a package cannot be imported. A reason may begin with a code of the system, as errors of files do. */
export function importFailed(type: string, name: string, reason: string, hint?: string) {
  const [, code = ''] = /^([A-Z]+): /.exec(reason) ?? []
  return problem('mod_import_failed', `${type}: importing ${name} fails: ${reason}`, {
    hint: hint ?? fixOfCode(code) ?? 'build the package, and install what it needs',
  })
}

/** The problem that a package has no entry. */
export function exportsNothing(type: string, name: string) {
  const hint = 'name the file with its "run" in its package.json: "exports": "./dist/index.js"'
  return importFailed(type, name, 'the package exports nothing for "."', hint)
}

function leadsElsewhere(type: string, name: string) {
  return importFailed(type, name, 'its entry is a link that leads out of the package', 'put the file itself into the package')
}

/** The problem that a package has no function `run`; `found` is what it has of that name, or the type of that. */
export function withoutRun(type: string, name: string, found: unknown) {
  const instead = found === undefined || found === 'undefined' ? 'exports no "run"' : 'exports a "run" that is not a function'
  return problem('mod_without_run', `${type}: ${name} ${instead}`, {hint: 'export async function run(params, context)'})
}
