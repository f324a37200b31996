import {valueOf} from '../errors/datapy-error.js'
import type {Registry} from '../model/registry.js'
import {findRegistry, readRegistry} from '../node/registry-file.js'

/** The registry that holds for a folder, and the file it is in. Throws a DataPyError. */
export async function loadRegistry(
  flag: string | undefined,
  from: string,
): Promise<{readonly registry: Registry; readonly file: string}> {
  const location = valueOf(await findRegistry({...(flag !== undefined && {flag}), env: process.env, from}))
  return {registry: valueOf(await readRegistry(location)), file: location.file}
}
