import compare from 'semver/functions/compare.js'
import valid from 'semver/functions/valid.js'
import maxSatisfying from 'semver/ranges/max-satisfying.js'
import type {Problem} from '../model/problem.js'
import type {RegistryEntry} from '../model/registry.js'
import {frameworkRoot} from '../node/framework-root.js'
import {packageRoots} from '../node/package-roots.js'
import {publishedVersions, type PublishedVersions} from '../node/published-versions.js'
import type {RegistryLocation} from '../node/registry-file.js'
import {resolvePackage} from '../node/resolve-package.js'
import {refusedBy, type AllowList} from '../registry/allow-list.js'
import {allowLists} from './check-allowed.js'

/**
 * How a mod stands to what its npm registry has. `local` is a link to a folder, `ships` comes with DataPy, `unpublished` is
 * not in the npm registry, of `unanswered` nothing could be learnt.
 */
export type ModState = 'current' | 'local' | 'outdated' | 'ships' | 'unanswered' | 'unpublished'

/** The versions of a registered mod; null where there is none, or none is known. */
export interface ModVersions {
  readonly type: string
  readonly module_path: string
  readonly registered: string
  readonly installed: string | null
  /** The newest that the registered one may be replaced by without a break (`^`), and that the registry allows. */
  readonly wanted: string | null
  readonly latest: string | null
  readonly state: ModState
}

export interface OutdatedReport {
  readonly mods: readonly ModVersions[]
  /** Why some could not be asked for. */
  readonly problems: readonly Problem[]
}

/** Compares registered mods with what the npm registries have. One that gives no answer does not hide the others. */
export async function outdatedMods(
  entries: readonly RegistryEntry[],
  location: RegistryLocation,
  env: NodeJS.ProcessEnv,
): Promise<OutdatedReport> {
  const roots = packageRoots(location.file, env)
  const lists = await allowLists(location)
  const standing = await Promise.all(entries.map(async (entry) => ({entry, ...(await standingOf(entry, roots))})))
  const asked = standing.filter(({state}) => state === undefined).map(({entry}) => entry.module_path)
  const answers = await publishedVersions(asked, env)
  const mods = standing.map(({entry, installed, state}): ModVersions => {
    const {type, version: registered} = entry.metadata
    const known = {type, module_path: entry.module_path, registered, installed, wanted: null, latest: null}
    if (state !== undefined) return {...known, state}
    const answer = answers.get(entry.module_path)
    if (answer?.ok !== true) return {...known, state: 'unanswered'}
    return answer.value === undefined
      ? {...known, state: 'unpublished'}
      : {...known, ...compared(entry, answer.value, lists.ok ? lists.value : [])}
  })
  const unanswered = [...answers.values()].flatMap((answer) => (answer.ok ? [] : answer.problems))
  return {mods, problems: [...(lists.ok ? [] : lists.problems), ...unanswered]}
}

async function standingOf(entry: RegistryEntry, roots: readonly string[]) {
  const present = await resolvePackage(entry.module_path, roots)
  const version = present?.packageJson['version']
  const ships = present?.root === frameworkRoot() && entry.integrity === undefined
  return {
    installed: typeof version === 'string' ? version : null,
    state: entry.source === 'local' ? ('local' as const) : ships ? ('ships' as const) : undefined,
  }
}

function compared(
  {module_path: name, metadata: {version: registered}}: RegistryEntry,
  {versions, latest}: PublishedVersions,
  lists: readonly AllowList[],
): Pick<ModVersions, 'latest' | 'state' | 'wanted'> {
  const allowed = versions.filter((version) => valid(version) !== null && refusedBy(lists, {name, version}).length === 0)
  const isBehind = latest !== undefined && valid(latest) !== null && compare(latest, registered) > 0
  return {wanted: maxSatisfying(allowed, `^${registered}`), latest: latest ?? null, state: isBehind ? 'outdated' : 'current'}
}
