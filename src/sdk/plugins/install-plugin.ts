import {problem} from '../../errors/problem.js'
import type {Checked} from '../../model/problem.js'
import {dataFolder} from '../../node/data-folder.js'
import {readModSpec, type ModSpec} from '../../node/mod-spec.js'
import {withModStore, type ModStore} from '../../node/mod-store.js'
import {packageSource} from '../../node/package-source.js'
import {readPluginNotes, type PluginNote} from '../../node/plugin-notes.js'
import {resolvePackage} from '../../node/resolve-package.js'
import {checkStaged} from '../check-staged.js'
import type {RegisterSpec} from '../register-mod.js'
import {checkPlugin, type CheckedPlugin} from './check-plugin.js'
import {installNoted} from './install-noted.js'

/** A package that is now there as a plugin. */
export interface PluginInstallation {
  readonly name: string
  readonly version: string
  /** The mod type it declares; null for an ordinary oclif plugin. */
  readonly mod: string | null
  /** The version of it that is registered; null where none is. */
  readonly registered: string | null
  /** The version that was there before; null where none was. */
  readonly before: string | null
}

/**
 * Installs a package, from the npm registry or a tarball, as plugins:install does. It is looked at apart from the others
 * first, and what is refused or fails leaves all that was there as it was.
 */
export async function installPlugin(spec: string, options: RegisterSpec): Promise<Checked<PluginInstallation>> {
  const read = await readModSpec(spec, options.cwd)
  if (!read.ok) return read
  if (read.value.kind === 'folder') {
    const hint = `link it: datapy plugins:link ${spec}`
    return {ok: false, problems: [problem('bad_mod_spec', `${read.value.path} is a folder, which is not installed`, {hint})]}
  }
  const wanted = read.value
  return withModStore(dataFolder(options.env), options, (store) => install(wanted, store, options))
}

async function install(
  spec: Exclude<ModSpec, {kind: 'folder'}>,
  store: ModStore,
  options: RegisterSpec,
): Promise<Checked<PluginInstallation>> {
  const folder = dataFolder(options.env)
  const wanted = spec.kind === 'tarball' ? spec.path : `${spec.name}@${spec.wanted ?? 'latest'}`
  const staged = await store.stage(wanted, async (found) => {
    const plugin = await checkPlugin(found, () => checkStaged(found), options)
    return plugin.ok ? {ok: true, value: {...plugin.value, ...(await packageSource(found))}} : plugin
  })
  if (!staged.ok) return staged
  const {name, version, integrity} = staged.value
  const note: PluginNote =
    spec.kind === 'tarball' ? {name, type: 'user', url: `file:${spec.path}`} : {name, type: 'user', tag: spec.wanted ?? 'latest'}
  const present = await resolvePackage(name, [folder])
  const before = typeof present?.packageJson['version'] === 'string' ? present.packageJson['version'] : null
  const isThere = present !== undefined && before === version && (await packageSource(present)).integrity === integrity
  const done = {ok: true, value: installationOf(staged.value, before)} as const
  if (isThere && integrity !== undefined) {
    await store.notePlugin(note)
    return done
  }
  const installed = await installNoted(store, spec.kind === 'tarball' ? spec.path : `${name}@${version}`, note)
  return installed.ok ? done : installed
}

/** What is told of a plugin that was installed. */
export function installationOf({name, version, entry, registered}: CheckedPlugin, before: string | null): PluginInstallation {
  return {name, version, mod: entry?.metadata.type ?? null, registered: registered ?? null, before}
}

/** Installs anew what plugins:install has put there, each by the tag or range that was asked for then. */
export async function updatePlugins(options: RegisterSpec): Promise<readonly PluginOutcome[]> {
  const outcomes: PluginOutcome[] = []
  for (const note of await readPluginNotes(dataFolder(options.env))) {
    if (note.type === 'link' || note.url !== undefined) {
      options.log?.(
        `${note.name} is ${note.type === 'link' ? 'a link to a folder' : 'from a file'}: there is nothing to update it from`,
      )
      continue
    }
    const spec = `${note.name}@${note.tag ?? 'latest'}`
    outcomes.push({spec, outcome: await installPlugin(spec, options)})
  }
  return outcomes
}

/** What came of one of several packages. */
export interface PluginOutcome {
  readonly spec: string
  readonly outcome: Checked<PluginInstallation>
}
