import {join, resolve} from 'node:path'
import {valueOf} from '../errors/datapy-error.js'
import {problem} from '../errors/problem.js'
import type {Checked, Problem} from '../model/problem.js'
import type {RegistryEntry} from '../model/registry.js'
import {frameworkRoot} from '../node/framework-root.js'
import {linkFramework} from '../node/link-framework.js'
import {filesBelow, removeFile, writeWhereDifferent} from '../node/module-files.js'
import {readText} from '../node/read-text.js'
import {stripTypes} from '../node/strip-types.js'
import {paramsType} from '../schema/params-type.js'
import {declaredMod} from './check-mod-folder.js'
import {withReference} from './create-mod/mod-reference.js'
import {orUnwritable} from './create-mod/or-unwritable.js'

/** What a build of a mod's package made. */
export interface BuiltMod {
  readonly entry: RegistryEntry
  /** Files that it wrote, from the package's folder; those that were right already are left alone. */
  readonly written: readonly string[]
  /** Files in dist that no source stands behind any more. */
  readonly removed: readonly string[]
  /** Whether node_modules/datapy was missing, and leads to this framework now. */
  readonly linked: boolean
}

const command = 'datapy build-mod'
const isSource = (file: string) => /(?<!\.d)\.ts$/.test(file)
const outputOf = (source: string) => source.replace(/\.ts$/, '.js')

/**
 * Makes all of a mod's package that derives from something else: the type of its parameters and the tables of its README
 * from package.json, and, where src holds TypeScript, its JavaScript in dist. Needs no network and checks no types.
 */
export async function buildMod(packageFolder: string): Promise<BuiltMod> {
  const folder = resolve(packageFolder)
  const {entry} = valueOf(await declaredMod(folder))
  const sources = (await filesBelow(join(folder, 'src'))).filter(isSource)
  const isTypeScript = sources.length > 0
  const params = isTypeScript ? 'src/params.ts' : 'src/params.d.ts'
  const derived = new Map([[params, paramsType(entry, command)]])
  const readme = await readText(join(folder, 'README.md'))
  if (readme !== undefined) derived.set('README.md', withReference(readme, entry))
  if (isTypeScript) {
    const all = new Set([...sources, 'params.ts'])
    for (const [file, code] of valueOf(await transpiled(folder, [...all], derived))) derived.set(file, code)
  }
  return await orUnwritable(folder, async () => {
    const linked = await linkFramework(folder, frameworkRoot())
    const written: string[] = []
    for (const [file, text] of derived) if (await writeWhereDifferent(join(folder, file), text)) written.push(file)
    const removed = isTypeScript ? await removeOrphans(folder, derived) : []
    return {entry, written, removed, linked}
  })
}

/** The JavaScript of all sources by its path; every source that cannot be read is told of. */
async function transpiled(
  folder: string,
  sources: readonly string[],
  derived: ReadonlyMap<string, string>,
): Promise<Checked<ReadonlyMap<string, string>>> {
  const outputs = new Map<string, string>()
  const problems: Problem[] = []
  for (const source of sources) {
    const file = join(folder, 'src', source)
    const text = derived.get(`src/${source}`) ?? (await readText(file))
    const code =
      text === undefined
        ? {ok: false as const, problems: [problem('mod_source_unreadable', `${file} cannot be read`)]}
        : await stripTypes(text, file)
    if (code.ok) outputs.set(`dist/${outputOf(source)}`, code.value)
    else problems.push(...code.problems)
  }
  return problems.length > 0 ? {ok: false, problems} : {ok: true, value: outputs}
}

async function removeOrphans(folder: string, outputs: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const built = (await filesBelow(join(folder, 'dist'))).filter((file) => file.endsWith('.js')).map((file) => `dist/${file}`)
  const orphans = built.filter((file) => !outputs.has(file))
  for (const orphan of orphans) await removeFile(join(folder, orphan))
  return orphans
}
