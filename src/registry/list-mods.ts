import {categories, type Category, type RegistryEntry} from '../model/registry.js'
import type {LoadedRegistry} from './loaded-registry.js'

/** The entries, of one category or all: sources first, then transformers, then sinks, each by type. */
export function listMods(
  registry: LoadedRegistry,
  {category}: {readonly category?: Category | undefined} = {},
): readonly RegistryEntry[] {
  return Object.values(registry.mods)
    .filter(({metadata}) => category === undefined || metadata.category === category)
    .sort((one, other) => rank(one) - rank(other) || (one.metadata.type < other.metadata.type ? -1 : 1))
}

function rank({metadata}: RegistryEntry): number {
  return categories.indexOf(metadata.category)
}
