import {own} from '../model/own.js'
import type {RegistryEntry} from '../model/registry.js'
import {listMods} from './list-mods.js'
import type {LoadedRegistry} from './loaded-registry.js'

/** The source that examples take their tables from: csv_reader, which anybody can feed, before any other. */
export function findFeeder(registry: LoadedRegistry): RegistryEntry | undefined {
  const csv = own(registry.mods, 'csv_reader')
  return csv !== undefined && feeds(csv) ? csv : listMods(registry, {category: 'sources'}).find(feeds)
}

/** Whether a mod gives tables without taking any. */
export function feeds({interface: {input_ports: inputs, output_ports: outputs}}: RegistryEntry): boolean {
  return outputs.length > 0 && inputs.length === 0
}
