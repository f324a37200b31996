import {inShort} from '../errors/in-short.js'
import {didYouMean} from '../errors/nearest.js'
import {problem} from '../errors/problem.js'
import {own} from '../model/own.js'
import type {Checked} from '../model/problem.js'
import type {RegistryEntry} from '../model/registry.js'
import type {LoadedRegistry} from './loaded-registry.js'

/** The entry of a mod type. `file` is the registry's, to name it when there is no such type. */
export function findMod(registry: LoadedRegistry, type: string, file: string): Checked<RegistryEntry> {
  const entry = own(registry.mods, type)
  if (entry !== undefined) return {ok: true, value: entry}
  const faulty = registry.faulty?.get(type)
  if (faulty !== undefined) return {ok: false, problems: faulty.problems}
  const suggestion = didYouMean(type, Object.keys(registry.mods))
  const register = 'a mod is registered with: datapy register-mod PACKAGE'
  return {
    ok: false,
    problems: [
      problem('unknown_mod_type', `there is no mod type "${inShort(type)}" in ${file}`, {
        hint: suggestion === undefined ? register : `${suggestion} Otherwise, ${register}`,
      }),
    ],
  }
}
