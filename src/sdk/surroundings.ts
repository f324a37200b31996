import {valueOf} from '../errors/datapy-error.js'
import {findRegistry} from '../node/registry-file.js'
import type {RegisterSpec} from './register-mod.js'

/** Where a command works: its registry, folder, environment and day. Throws a DataPyError where the registry cannot be told. */
export async function surroundings(flag: string | undefined): Promise<Pick<RegisterSpec, 'cwd' | 'env' | 'location' | 'today'>> {
  const [cwd, {env}] = [process.cwd(), process]
  const location = valueOf(await findRegistry({flag, env, from: cwd}))
  return {location, env, cwd, today: new Date().toISOString().slice(0, 10)}
}
