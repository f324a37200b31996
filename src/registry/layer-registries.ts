import type {JsonValue} from '../model/json.js'
import type {RegistryEntry} from '../model/registry.js'
import {sorted} from './format-registry.js'
import type {LoadedRegistry} from './loaded-registry.js'

/** Two registries as one: for a type in both, the upper's entry counts. */
export function layRegistries(lower: LoadedRegistry, upper: LoadedRegistry): LoadedRegistry {
  const below = without(lower, new Set([...Object.keys(upper.mods), ...(upper.faulty?.keys() ?? [])]))
  return {...upper, mods: {...below.mods, ...upper.mods}, faulty: new Map([...(below.faulty ?? []), ...(upper.faulty ?? [])])}
}

/** What the upper of two registries must hold so that, laid over `lower`, they make `both`. */
export function upperOf(both: LoadedRegistry, lower: LoadedRegistry): LoadedRegistry {
  const same = Object.keys(both.mods).filter((type) => isSame(both.mods[type], lower.mods[type]))
  const sameFaulty = [...(both.faulty?.keys() ?? [])].filter((type) => lower.faulty?.has(type) === true)
  return without(both, new Set([...same, ...sameFaulty]))
}

function without(registry: LoadedRegistry, types: ReadonlySet<string>): LoadedRegistry {
  return {
    ...registry,
    mods: Object.fromEntries(Object.entries(registry.mods).filter(([type]) => !types.has(type))),
    faulty: new Map([...(registry.faulty ?? [])].filter(([type]) => !types.has(type))),
  }
}

function isSame(one: RegistryEntry | undefined, other: RegistryEntry | undefined): boolean {
  return one !== undefined && other !== undefined && text(one) === text(other)
}

function text(entry: RegistryEntry): string {
  return JSON.stringify(sorted(entry as unknown as JsonValue)) // an entry is JSON
}
