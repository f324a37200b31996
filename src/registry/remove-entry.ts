import type {Checked} from '../model/problem.js'
import {findMod} from './find-mod.js'
import type {LoadedRegistry} from './loaded-registry.js'

/** The registry without a mod type, an invalid entry included. A type that is not there is a problem that names the nearest. */
export function removeEntry(
  registry: LoadedRegistry,
  type: string,
  {today, file}: {readonly today: string; readonly file: string},
): Checked<LoadedRegistry> {
  const isFaulty = registry.faulty?.has(type) === true
  const found = findMod(registry, type, file)
  if (!found.ok && !isFaulty) return found
  const faulty = new Map(registry.faulty)
  faulty.delete(type)
  const mods = Object.fromEntries(Object.entries(registry.mods).filter(([name]) => name !== type))
  return {ok: true, value: {...registry, _metadata: {...registry._metadata, last_updated: today}, mods, faulty}}
}
