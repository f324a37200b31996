import type {LoadedRegistry} from './loaded-registry.js'

/** A registry without mods. `today` is a date, `2026-11-23`. */
export function newRegistry(description: string, today: string): LoadedRegistry {
  return {_metadata: {version: '1.0.0', created: today, last_updated: today, description}, mods: {}}
}
