import compare from 'semver/functions/compare.js'
import {problem} from '../errors/problem.js'
import {own} from '../model/own.js'
import type {Checked, Problem} from '../model/problem.js'
import type {RegistryEntry} from '../model/registry.js'
import type {LoadedRegistry} from './loaded-registry.js'

export interface MergeOptions {
  /** Take the type whoever has it. */
  readonly force?: boolean
  /** The date to note, `2026-11-23`. */
  readonly today: string
}

/** The registry with this entry in it. A type that is taken goes only to a newer version of the same package. */
export function mergeEntry(
  registry: LoadedRegistry,
  entry: RegistryEntry,
  {force = false, today}: MergeOptions,
): Checked<LoadedRegistry> {
  const {type} = entry.metadata
  const refusal = force ? undefined : (conflictOf(registry, entry) ?? olderOf(registry, entry))
  if (refusal !== undefined) return {ok: false, problems: [refusal]}
  const stale = typesOf(registry, entry.module_path).filter((other) => other !== type)
  const mods = Object.fromEntries(Object.entries(registry.mods).filter(([name]) => !stale.includes(name)))
  const faulty = new Map(registry.faulty)
  faulty.delete(type)
  const {created} = registry._metadata
  const metadata = {...registry._metadata, created: created === '' ? today : created, last_updated: today}
  return {ok: true, value: {...registry, _metadata: metadata, mods: {...mods, [type]: entry}, faulty}}
}

/** The mod types that are registered by a package: since a package is one mod, one at most, unless its type was changed. */
export function typesOf({mods}: LoadedRegistry, name: string): readonly string[] {
  return Object.keys(mods).filter((type) => mods[type]?.module_path === name)
}

/** Why an entry cannot stand beside those of other packages, whatever its version. */
export function conflictOf(registry: LoadedRegistry, {metadata, module_path: modulePath}: RegistryEntry): Problem | undefined {
  const {type} = metadata
  const hint = 'use --force to replace it'
  if (registry.faulty?.has(type) === true)
    return problem('mod_type_taken', `mod type "${type}" has an entry already, one that is not valid`, {hint})
  const present = own(registry.mods, type)
  if (present !== undefined && present.module_path !== modulePath) {
    return problem('mod_type_taken', `mod type "${type}" is registered already, by ${present.module_path}, not ${modulePath}`, {
      hint,
    })
  }
  const [other] = typesOf(registry, modulePath).filter((one) => one !== type)
  if (other === undefined) return undefined
  return problem(
    'mod_type_changed',
    `${modulePath} is registered as mod type "${other}"; this version of it declares "${type}"`,
    {
      hint: `run "datapy unregister-mod ${other}" first, or ${hint}`,
    },
  )
}

function olderOf(registry: LoadedRegistry, {metadata, module_path: modulePath}: RegistryEntry): Problem | undefined {
  const {type, version} = metadata
  const present = own(registry.mods, type)
  if (present === undefined) return undefined
  const order = compare(version, present.metadata.version)
  if (order > 0) return undefined
  const stands = `mod type "${type}" is registered already, at version ${present.metadata.version}`
  return problem('mod_type_taken', order === 0 ? stands : `${stands}, which is newer than ${version}`, {
    hint: `raise the version in the package, name a newer one (${modulePath}@VERSION), or use --force to replace it`,
  })
}
