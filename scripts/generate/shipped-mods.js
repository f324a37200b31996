import {readFileSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import {declareEntry} from '../../dist/registry/declare-entry.js'
import {root} from '../root.js'

/** @typedef {{folder: string, packageName: string, entry: import('../../dist/model/registry.js').RegistryEntry}} ShippedMod */

/**
 * The mods in plugins/, each with the entry that its package declares.
 *
 * @returns {readonly ShippedMod[]}
 */
export function shippedMods() {
  const folders = readdirSync(join(root, 'plugins')).sort()
  return folders.map((name) => {
    const folder = join('plugins', name)
    const file = join(root, folder, 'package.json')
    const declared = declareEntry(JSON.parse(readFileSync(file, 'utf8')), file)
    if (!declared.ok) throw new Error(`${file}: ${declared.problems.map(({message}) => message).join('; ')}`)
    return {folder, packageName: declared.value.module_path, entry: declared.value}
  })
}
