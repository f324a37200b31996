import type {Checked} from '../../model/problem.js'
import {readRegistry, type RegistryLocation} from '../../node/registry-file.js'
import type {LoadedRegistry} from '../../registry/loaded-registry.js'
import {newRegistry} from '../../registry/new-registry.js'

/** The registry that plugins are held against: an empty one while the file that is named is yet to be made. */
export async function registryForPlugins(location: RegistryLocation): Promise<Checked<LoadedRegistry>> {
  const read = await readRegistry(location)
  const isAbsent = !read.ok && read.problems.some(({code}) => code === 'registry_missing')
  return isAbsent ? {ok: true, value: newRegistry('', '')} : read
}
