import type {ModState, ModVersions} from '../../sdk/outdated-mods.js'
import {renderTable, type TableOptions} from './table.js'

const columns = [
  {name: 'TYPE', fit: 'keep'},
  {name: 'PACKAGE'},
  {name: 'INSTALLED', fit: 'keep'},
  {name: 'WANTED', fit: 'keep'},
  {name: 'LATEST', fit: 'keep'},
  {name: 'STATE'},
] as const

const words: Readonly<Record<ModState, string>> = {
  current: 'up to date',
  local: 'a folder',
  outdated: 'outdated',
  ships: 'ships with DataPy',
  unanswered: 'no answer',
  unpublished: 'not in the npm registry',
}

/** Mods and their versions as a table. */
export function renderOutdatedList(mods: readonly ModVersions[], options: TableOptions): string {
  const rows = mods.map((mod) => [
    mod.type,
    mod.module_path,
    mod.installed ?? 'not installed',
    mod.wanted ?? '',
    mod.latest ?? '',
    words[mod.state],
  ])
  return renderTable(columns, rows, options)
}
