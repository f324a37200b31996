import {problem} from '../../errors/problem.js'
import {isJsonObject} from '../../model/json.js'
import type {Checked} from '../../model/problem.js'
import type {RegistryEntry} from '../../model/registry.js'
import type {InstalledPackage} from '../../node/resolve-package.js'
import {conflictOf, typesOf} from '../../registry/merge-entry.js'
import {checkAllowed} from '../check-allowed.js'
import type {RegisterSpec} from '../register-mod.js'
import {registryForPlugins} from './registered-by.js'

/** A package that may be installed as a plugin. */
export interface CheckedPlugin {
  readonly name: string
  readonly version: string
  /** What it declares as a mod; nothing for an ordinary oclif plugin. */
  readonly entry: RegistryEntry | undefined
  /** The version that is registered of it. */
  readonly registered: string | undefined
}

/**
 * Whether a package that lies somewhere may be installed as a plugin: oclif takes it, what it declares as a mod is one in
 * every respect, and it takes nothing away from the registry that holds. `checkMod` looks at it as a mod.
 */
export async function checkPlugin(
  {name, packageJson}: Pick<InstalledPackage, 'name' | 'packageJson'>,
  checkMod: () => Promise<Checked<RegistryEntry>>,
  {location, force}: Pick<RegisterSpec, 'force' | 'location'>,
): Promise<Checked<CheckedPlugin>> {
  const registry = await registryForPlugins(location)
  if (!registry.ok) return registry
  const version = String(packageJson['version'])
  if (!isJsonObject(packageJson['oclif'])) {
    const hint = `register it with "datapy register-mod ${name}", which needs no such key, or add "oclif": {} to its package.json`
    return {
      ok: false,
      problems: [problem('oclif_key_missing', `${name} ${version} has no "oclif" key, so it is no plugin`, {hint})],
    }
  }
  const [type] = typesOf(registry.value, name)
  const registered = type === undefined ? undefined : registry.value.mods[type]?.metadata.version
  if (packageJson['datapy'] === undefined) {
    if (type === undefined || force === true) return {ok: true, value: {name, version, entry: undefined, registered}}
    const message = `${name} ${version} has no "datapy" key, so it is no mod, but mod type "${type}" is registered by ${name}`
    const hint = 'stay with the version that is registered, or run datapy unregister-mod first'
    return {ok: false, problems: [problem('datapy_key_missing', message, {hint})]}
  }
  const allowed = await checkAllowed(location, {name, version})
  if (!allowed.ok) return allowed
  const entry = await checkMod()
  if (!entry.ok) return entry
  const conflict = force === true ? undefined : conflictOf(registry.value, entry.value)
  if (conflict !== undefined) return {ok: false, problems: [conflict]}
  return {ok: true, value: {name, version, entry: entry.value, registered}}
}
