import {join, relative, resolve} from 'node:path'
import {valueOf, DataPyError} from '../errors/datapy-error.js'
import {problem} from '../errors/problem.js'
import {isJsonObject} from '../model/json.js'
import type {Checked} from '../model/problem.js'
import type {Category} from '../model/registry.js'
import {frameworkRoot} from '../node/framework-root.js'
import {makeWhole} from '../node/make-whole.js'
import {writeWhereDifferent} from '../node/module-files.js'
import {readPackageJson} from '../node/resolve-package.js'
import {buildMod} from './build-mod.js'
import {orUnwritable} from './create-mod/or-unwritable.js'
import {packageFiles, type Language} from './create-mod/package-files.js'

export interface CreateModOptions {
  readonly category: Category
  /** `@acme` */
  readonly scope?: string | undefined
  /** The folder to make. Default: `mod-NAME` in the working directory. */
  readonly dir?: string | undefined
  readonly language: Language
  readonly description?: string | undefined
  readonly author?: string | undefined
  readonly license?: string | undefined
  readonly cwd: string
}

/** A mod's package that has just been made. */
export interface CreatedMod {
  readonly folder: string
  readonly type: string
  readonly packageName: string
  /** Every file of it, from its folder. */
  readonly files: readonly string[]
}

/**
 * Makes the package of a new mod: it builds, tests, documents itself and can be published as it is. The folder appears
 * whole or not at all; one that is there must be empty. Throws a DataPyError for what is refused.
 */
export async function createMod(name: string, options: CreateModOptions): Promise<CreatedMod> {
  const {type, packageName, kebab} = valueOf(namesOf(name, options.scope))
  const folder = resolve(options.cwd, options.dir ?? `mod-${kebab}`)
  const {datapy, node} = await rangesOf(frameworkRoot())
  const files = packageFiles({...options, type, packageName, datapy, node})
  const fill = async (temporary: string) => {
    for (const [file, text] of files) await writeWhereDifferent(join(temporary, file), text)
    await buildMod(temporary)
  }
  const isMade = await orUnwritable(folder, () => makeWhole(folder, fill))
  if (!isMade) {
    const hint = 'name another folder with --dir, or another mod'
    throw new DataPyError([problem('mod_folder_taken', `${folder} is there already, and not empty`, {hint})])
  }
  return {folder: relative(options.cwd, folder) || '.', type, packageName, files: [...files.keys()]}
}

/** The names that follow from a mod's: its type, its package, and the two without a scope. */
function namesOf(given: string, scope: string | undefined): Checked<{type: string; packageName: string; kebab: string}> {
  const name = given.replace(/^mod[-_](?=.)/, '')
  if (!/^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/.test(name)) {
    const [, inName] = /^(@[^/]+)\//.exec(given) ?? []
    const hint = inName === undefined ? 'such as geocoder or csv-reader' : `put the scope into --scope ${inName}`
    const message = `"${given}" is no name for a mod: lower-case words joined by "-" or "_"`
    return {ok: false, problems: [problem('bad_mod_name', message, {hint})]}
  }
  if (scope !== undefined && !/^@[a-z0-9~-][a-z0-9._~-]*$/.test(scope)) {
    const hint = 'such as @acme: an at sign, then lower-case letters, digits and "-"'
    return {ok: false, problems: [problem('bad_mod_name', `"${scope}" is no scope of a package`, {hint})]}
  }
  const kebab = name.replaceAll('_', '-')
  const packageName = `${scope === undefined ? '' : `${scope}/`}mod-${kebab}`
  return {ok: true, value: {type: name.replaceAll('-', '_'), packageName, kebab}}
}

/** The versions that a mod is made for: this DataPy up to the next that may break it, and the Node that DataPy needs. */
async function rangesOf(framework: string): Promise<{readonly datapy: string; readonly node: string}> {
  const packageJson = (await readPackageJson(framework)) ?? {}
  const version = String(packageJson['version'])
  const engines = packageJson['engines']
  const node = isJsonObject(engines) ? engines['node'] : undefined
  return {datapy: `>=${version} <${String(Number.parseInt(version, 10) + 1)}`, node: typeof node === 'string' ? node : '*'}
}
