import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {formatRegistry} from '../../dist/registry/format-registry.js'
import {newRegistry} from '../../dist/registry/new-registry.js'
import {root} from '../root.js'

/**
 * The text of registry.json: the mods that ship. Its date moves only when something else does.
 *
 * @param {readonly import('./shipped-mods.js').ShippedMod[]} mods
 */
export function shippedRegistry(mods) {
  const today = new Date().toISOString().slice(0, 10)
  const current = currentText()
  const {created = today, last_updated: updated = today} = current === '' ? {} : JSON.parse(current)._metadata
  const entries = Object.fromEntries(mods.map(({entry}) => [entry.metadata.type, entry]))
  const {_metadata: metadata} = newRegistry('The mods that ship with DataPy', today)
  const dated = (/** @type {string} */ date) =>
    formatRegistry({_metadata: {...metadata, created, last_updated: date}, mods: entries})
  return dated(updated) === current ? current : dated(today)
}

function currentText() {
  try {
    return readFileSync(join(root, 'registry.json'), 'utf8')
  } catch {
    return ''
  }
}
