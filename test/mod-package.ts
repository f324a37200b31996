import {mkdir, mkdtemp, realpath, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import type {RegistryEntry} from '../src/model/registry.js'

/** A temporary folder, its links resolved; `remove` it when done. */
export async function tempFolder(): Promise<{readonly path: string; remove(): Promise<void>}> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'datapy-test-')))
  return {path, remove: () => rm(path, {recursive: true, force: true})}
}

/** Writes a file, its folders made. */
export async function write(file: string, content: string): Promise<string> {
  await mkdir(dirname(file), {recursive: true})
  await writeFile(file, content)
  return file
}

/** A registry entry that is well-formed, of the package `test-mod-TYPE`. */
export function entryOf(
  type: string,
  more: Partial<RegistryEntry> & {readonly version?: string; readonly category?: string} = {},
): RegistryEntry {
  const {version = '1.0.0', category = 'sources', ...rest} = more
  return {
    module_path: `test-mod-${type.replaceAll('_', '-')}`,
    metadata: {type, version, description: `the test mod ${type}`, category: category as 'sources', author: 'tests'},
    interface: {input_ports: [], output_ports: ['data'], globals_produced: [], globals_consumed: []},
    dependencies: {packages: [], node_version: '>=20.19'},
    config_schema: {type: 'object', properties: {}},
    ...rest,
  }
}

/** The document of a registry that holds these entries. */
export function registryOf(...entries: readonly RegistryEntry[]) {
  const metadata = {version: '1.0.0', created: '2024-01-01', last_updated: '2024-01-01', description: 'tests'}
  return {_metadata: metadata, mods: Object.fromEntries(entries.map((entry) => [entry.metadata.type, entry]))}
}

/** Writes a package that declares this entry, as its author would; `more` goes over its package.json. */
export async function writePackage(
  folder: string,
  entry: RegistryEntry,
  code = 'export const run = () => ({})\n',
  more: object = {},
): Promise<string> {
  const {module_path: name, metadata, interface: ports, config_schema: schema} = entry
  const packageJson = {
    name,
    version: metadata.version,
    description: metadata.description,
    author: metadata.author,
    type: 'module',
    exports: './index.js',
    engines: {node: entry.dependencies.node_version},
    oclif: {},
    datapy: {metadata: {type: metadata.type, category: metadata.category}, interface: ports, config_schema: schema},
    ...more,
  }
  await write(join(folder, 'package.json'), `${JSON.stringify(packageJson, null, 2)}\n`)
  await write(join(folder, 'index.js'), code)
  return folder
}
