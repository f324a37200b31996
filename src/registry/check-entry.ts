import {didYouMean} from '../errors/nearest.js'
import {problem} from '../errors/problem.js'
import {isJsonObject, type JsonObject, type JsonValue} from '../model/json.js'
import type {Checked, Place, Problem} from '../model/problem.js'
import {
  categories,
  type Category,
  type ModDependencies,
  type ModInterface,
  type ModMetadata,
  type PackageDigests,
  type RegistryEntry,
} from '../model/registry.js'
import type {DocumentPath} from '../model/source-document.js'

/** Where something in an entry stands, by its path in the entry. */
export type LocateInEntry = (path: DocumentPath) => Place

const modType = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/
const version = /^\d+\.\d+\.\d+(?:-[\w.-]+)?(?:\+[\w.-]+)?$/
/** A package's name as npm takes it, so never a path: no name starts with a dot, and only a scope has a slash. */
const packageName = /^(?:@[\w~-][\w.~-]*\/)?[\w~-][\w.~-]*$/
/** `__proto__` cannot be a key of a job either. */
const portName = /^(?!__proto__$)[A-Za-z_]\w*$/

/** An entry as the registry holds it, lists it may leave out filled in; or everything that is wrong with it. */
export function checkEntry(value: JsonValue, locate: LocateInEntry): Checked<RegistryEntry> {
  const problems: Problem[] = []
  const bad: Report = (path, message, hint) => {
    problems.push(problem('entry_invalid', message, {at: locate(path), hint}))
  }
  if (!isJsonObject(value)) {
    bad([], 'a registry entry must be an object')
    return {ok: false, problems}
  }
  const {module_path: modulePath, config_schema: configSchema, integrity, files, source} = value
  if (typeof modulePath !== 'string' || !packageName.test(modulePath)) {
    bad(
      ['module_path'],
      `module_path must be the name of a package, not ${shown(modulePath)}`,
      'paths are refused: name the package as one would import it',
    )
  }
  const schema = isJsonObject(configSchema) ? configSchema : {}
  if (!isJsonObject(configSchema))
    bad(['config_schema'], `config_schema must be a JSON Schema, an object, not ${shown(configSchema)}`)
  else checkParameterNames(configSchema, bad)
  if (integrity !== undefined && (typeof integrity !== 'string' || !/^sha\d+-/.test(integrity)))
    bad(['integrity'], 'integrity must look like "sha512-…"')
  if (source !== undefined && source !== 'local') bad(['source'], `source can only be "local", not ${shown(source)}`)
  const digests = files === undefined ? undefined : digestsOf(files, bad)
  const entry: RegistryEntry = {
    module_path: text(modulePath),
    metadata: metadataOf(value['metadata'], bad),
    interface: interfaceOf(value['interface'] ?? {}, bad),
    dependencies: dependenciesOf(value['dependencies'] ?? {}, bad),
    config_schema: schema,
    ...(typeof integrity === 'string' && {integrity}),
    ...(digests !== undefined && {files: digests}),
    ...(source === 'local' && {source}),
  }
  return problems.length > 0 ? {ok: false, problems} : {ok: true, value: entry}
}

function digestsOf(value: JsonValue, bad: Report): PackageDigests | undefined {
  const {entry, all} = isJsonObject(value) ? value : {}
  const isDigest = (one: JsonValue | undefined) => typeof one === 'string' && /^sha256-[A-Za-z0-9+/]{43}=$/.test(one)
  if (isDigest(entry) && isDigest(all)) return {entry: text(entry), all: text(all)}
  bad(['files'], 'files must hold the digests "entry" and "all", each like "sha256-…"')
  return undefined
}

type Report = (path: DocumentPath, message: string, hint?: string) => void

function metadataOf(value: JsonValue | undefined, bad: Report): ModMetadata {
  if (!isJsonObject(value)) bad(['metadata'], `metadata must be an object, not ${shown(value)}`)
  const metadata: JsonObject = isJsonObject(value) ? value : {}
  const {type, category, description, author} = metadata
  if (isJsonObject(value)) {
    if (typeof type !== 'string' || !modType.test(type)) {
      bad(['metadata', 'type'], `metadata.type must be lower-case words joined by "_", such as csv_reader, not ${shown(type)}`)
    }
    if (typeof metadata['version'] !== 'string' || !version.test(metadata['version'])) {
      bad(['metadata', 'version'], `metadata.version must be a version such as 1.0.0, not ${shown(metadata['version'])}`)
    }
    if (!isCategory(category)) {
      const suggestion = typeof category === 'string' ? didYouMean(category, categories) : undefined
      bad(
        ['metadata', 'category'],
        `metadata.category must be one of ${categories.join(', ')}, not ${shown(category)}`,
        suggestion,
      )
    }
    if (typeof description !== 'string' || description.trim() === '')
      bad(['metadata', 'description'], 'metadata.description must say what the mod does')
    if (author !== undefined && typeof author !== 'string')
      bad(['metadata', 'author'], `metadata.author must be text, not ${shown(author)}`)
  }
  return {
    type: text(type),
    version: text(metadata['version']),
    description: text(description),
    category: isCategory(category) ? category : 'sources',
    author: text(author),
  }
}

function interfaceOf(value: JsonValue, bad: Report): ModInterface {
  if (!isJsonObject(value)) bad(['interface'], `interface must be an object, not ${shown(value)}`)
  const given: JsonObject = isJsonObject(value) ? value : {}
  const ports = names(given, 'input_ports', bad)
  const balance = given['row_balance']
  const isList =
    balance !== undefined && isTextList(balance) && balance.length > 0 && balance.every((port) => ports.includes(port))
  if (balance !== undefined && typeof balance !== 'boolean' && !isList)
    bad(['interface', 'row_balance'], 'interface.row_balance must be true or false, or a list of input ports')
  return {
    input_ports: ports,
    output_ports: names(given, 'output_ports', bad),
    globals_produced: names(given, 'globals_produced', bad),
    globals_consumed: names(given, 'globals_consumed', bad),
    ...((typeof balance === 'boolean' || isList) && {row_balance: balance}),
  }
}

function names(given: JsonObject, list: string, bad: Report): readonly string[] {
  const value = given[list] ?? []
  if (!isTextList(value)) {
    bad(['interface', list], `interface.${list} must be a list of names`)
    return []
  }
  value.forEach((name, index) => {
    if (!portName.test(name))
      bad(['interface', list, index], `interface.${list}: ${shown(name)} is no name`, 'letters, digits and "_" only')
    else if (value.indexOf(name) < index) bad(['interface', list, index], `interface.${list} names "${name}" twice`)
  })
  return value
}

function dependenciesOf(value: JsonValue, bad: Report): ModDependencies {
  if (!isJsonObject(value)) bad(['dependencies'], `dependencies must be an object, not ${shown(value)}`)
  const given: JsonObject = isJsonObject(value) ? value : {}
  const packages = given['packages'] ?? []
  const nodeVersion = given['node_version'] ?? '*'
  const {datapy} = given
  if (!isTextList(packages)) bad(['dependencies', 'packages'], 'dependencies.packages must be a list of name@range')
  if (typeof nodeVersion !== 'string')
    bad(
      ['dependencies', 'node_version'],
      `dependencies.node_version must be a range such as ">=20.19", not ${shown(nodeVersion)}`,
    )
  if (datapy !== undefined && typeof datapy !== 'string')
    bad(['dependencies', 'datapy'], `dependencies.datapy must be a range such as ">=0.1.0 <1", not ${shown(datapy)}`)
  return {
    packages: isTextList(packages) ? packages : [],
    node_version: text(nodeVersion),
    ...(typeof datapy === 'string' && {datapy}),
  }
}

function checkParameterNames(schema: JsonObject, bad: Report): void {
  const {properties} = schema
  if (!isJsonObject(properties)) return
  for (const name of Object.keys(properties)) {
    if (name.startsWith('_')) {
      bad(['config_schema', 'properties', name], `parameter "${name}": names with a leading "_" belong to the framework`)
    }
  }
}

function isCategory(value: unknown): value is Category {
  return categories.some((category) => category === value)
}

function isTextList(value: JsonValue): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function text(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : ''
}

function shown(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  return isJsonObject(value) ? 'an object' : JSON.stringify(value)
}
