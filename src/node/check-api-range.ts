import {problem} from '../errors/problem.js'
import type {Problem} from '../model/problem.js'
import type {RegistryEntry} from '../model/registry.js'
import {frameworkRoot} from './framework-root.js'
import {readPackageJson} from './resolve-package.js'

/** What is wrong with the versions of DataPy that a mod is made for: that this one is not among them, or that they are no range. */
export async function apiProblem({metadata, dependencies, module_path: name}: RegistryEntry): Promise<Problem | undefined> {
  const {datapy: range} = dependencies
  if (range === undefined) return undefined
  // Loaded for mods that say something alone: it costs a run some milliseconds.
  const {takesVersion} = await import('../registry/takes-version.js')
  const version = (await readPackageJson(frameworkRoot()))?.['version']
  if (typeof version !== 'string' || takesVersion(range, version)) return undefined
  const {default: validRange} = await import('semver/ranges/valid.js')
  if (validRange(range) === null)
    return problem('entry_invalid', `${metadata.type}: the peer dependency datapy "${range}" is no range of versions`, {
      hint: 'write one such as ">=0.1.0 <1"',
    })
  const message = `${metadata.type}: ${name} ${metadata.version} is made for DataPy ${range}; this is DataPy ${version}`
  return problem('api_range', message, {
    hint: `upgrade DataPy, or register a version of ${name} that is made for ${version}: datapy register-mod ${name}@VERSION`,
  })
}
