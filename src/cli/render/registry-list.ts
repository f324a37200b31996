import type {RegistryEntry} from '../../model/registry.js'
import {renderTable, type TableOptions} from './table.js'

const columns = [
  {name: 'TYPE', fit: 'keep'},
  {name: 'CATEGORY', fit: 'keep'},
  {name: 'VERSION', fit: 'keep'},
  {name: 'PACKAGE'},
  {name: 'DESCRIPTION'},
] as const

/** The mods of a registry as a table. */
export function renderRegistryList(entries: readonly RegistryEntry[], options: TableOptions): string {
  const rows = entries.map(({metadata, module_path: modulePath}) => [
    metadata.type,
    metadata.category,
    metadata.version,
    modulePath,
    metadata.description,
  ])
  return renderTable(columns, rows, options)
}
