import {valueOf} from '../errors/datapy-error.js'
import type {Registry} from '../model/registry.js'
import {loadRegistry as load} from '../node/registry-file.js'

/**
 * The registry that holds for a folder, and the file it is in; of a large one only the entries of `types`, where they are
 * given and all there. Throws a DataPyError.
 */
export async function loadRegistry(
  flag: string | undefined,
  from: string,
  types?: ReadonlySet<string>,
): Promise<{readonly registry: Registry; readonly file: string}> {
  const {location, registry} = valueOf(await load({flag, env: process.env, from}, types))
  return {registry, file: location.file}
}
