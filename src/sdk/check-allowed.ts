import type {JsonObject} from '../model/json.js'
import type {Checked} from '../model/problem.js'
import {registryTexts, type RegistryLocation} from '../node/registry-file.js'
import {allowListIn, refusedBy, type AllowList, type NamedPackage} from '../registry/allow-list.js'

/** The lists of allowed packages of a registry's files, the one that ships first; each that is wrong is a problem. */
export async function allowLists(location: RegistryLocation): Promise<Checked<readonly AllowList[]>> {
  const read = (await registryTexts(location)).map(({file, text}) => {
    try {
      return allowListIn(text, file)
    } catch {
      return {ok: true as const, value: undefined} // no JSON: whoever reads the registry says so
    }
  })
  const problems = read.flatMap((one) => (one.ok ? [] : one.problems))
  return problems.length > 0 ? {ok: false, problems} : {ok: true, value: read.flatMap((one) => (one.ok ? (one.value ?? []) : []))}
}

/** Every reason for which the registry does not allow a package; nothing may be known of it yet, which is no reason. */
export async function checkAllowed(location: RegistryLocation, named: NamedPackage | undefined): Promise<Checked<undefined>> {
  const lists = await allowLists(location)
  if (!lists.ok) return lists
  const problems = named === undefined ? [] : refusedBy(lists.value, named)
  return problems.length > 0 ? {ok: false, problems} : {ok: true, value: undefined}
}

/** What a package.json says of the package; nothing where it has no name. */
export function namedBy(packageJson: JsonObject | undefined): NamedPackage | undefined {
  const {name, version} = packageJson ?? {}
  return typeof name === 'string' ? {name, version: typeof version === 'string' ? version : undefined} : undefined
}
