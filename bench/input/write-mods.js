import {mkdir, readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {root} from '../../scripts/root.js'

/**
 * Fills a registry up to so many entries: csv_reader, and copies of the entries that ship under other names. Where they
 * are `installed`, each has a package in the data folder.
 *
 * @param {{registry: string, count: number, dataFolder: string, installed: boolean}} what
 */
export async function writeMods({registry, count, dataFolder, installed}) {
  const shipped = Object.values(JSON.parse(await readFile(join(root, 'registry.json'), 'utf8')).mods)
  const document = JSON.parse(await readFile(registry, 'utf8'))
  document.mods.csv_reader = shipped.find(({metadata}) => metadata.type === 'csv_reader')
  for (let index = 0; Object.keys(document.mods).length < count; index++) {
    const [type, name] = [`mod_${String(index)}`, `datapy-bench-mod-${String(index)}`]
    const entry = structuredClone(shipped[index % shipped.length])
    document.mods[type] = {...entry, module_path: name, metadata: {...entry.metadata, type}}
    if (installed) await writePackage(join(dataFolder, 'node_modules', name), name, document.mods[type])
  }
  const mods = Object.fromEntries(Object.entries(document.mods).sort(([one], [other]) => (one < other ? -1 : 1)))
  await writeFile(registry, `${JSON.stringify({...document, mods}, null, 2)}\n`)
}

/**
 * @param {string} folder
 * @param {string} name
 * @param {{metadata: object, interface: object, config_schema: object}} entry
 */
async function writePackage(folder, name, {metadata, interface: ports, config_schema: schema}) {
  await mkdir(folder, {recursive: true})
  const datapy = {metadata, interface: ports, config_schema: schema}
  const manifest = {name, version: '1.0.0', type: 'module', exports: './index.js', oclif: {}, datapy}
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest, null, 2))
  await writeFile(join(folder, 'index.js'), 'export function run(_params, {result}) {\n  return result.success()\n}\n')
}
