import {problem} from '../errors/problem.js'
import {isJsonObject, type JsonObject, type JsonValue} from '../model/json.js'
import type {Checked, Place} from '../model/problem.js'
import type {RegistryEntry} from '../model/registry.js'
import type {DocumentPath} from '../model/source-document.js'
import {checkEntry} from './check-entry.js'

/**
 * The registry entry that a package declares under the `datapy` key of its package.json; what npm already says (version,
 * description, author, dependencies, engines.node, the peer datapy) is
 * taken from there. `locate` finds places in the file.
 */
export function declareEntry(
  packageJson: unknown,
  file: string,
  locate: (path: DocumentPath) => Place = () => ({file}),
): Checked<RegistryEntry> {
  if (!isJsonObject(packageJson)) {
    return {ok: false, problems: [problem('mod_package_not_json', `${file} does not hold an object`, {at: {file}})]}
  }
  const declared = packageJson['datapy']
  if (!isJsonObject(declared)) {
    const message =
      declared === undefined ? `${file} has no "datapy" key, so the package is no mod` : `"datapy" in ${file} must be an object`
    return {
      ok: false,
      problems: [
        problem('datapy_key_missing', message, {
          at: locate(['datapy']),
          hint: 'declare the mod there: docs/registry.md shows how',
        }),
      ],
    }
  }
  const {metadata, dependencies, module_path: _own, integrity: _integrity, source: _source, ...rest} = declared
  const entry: JsonObject = {
    ...rest,
    module_path: packageJson['name'] ?? null,
    ...((metadata === undefined || isJsonObject(metadata)) && {metadata: {...fromNpm(packageJson), ...metadata}}),
    ...(metadata !== undefined && !isJsonObject(metadata) && {metadata}),
    dependencies:
      isJsonObject(dependencies) || dependencies === undefined
        ? {...dependenciesFromNpm(packageJson), ...dependencies}
        : dependencies,
  }
  return checkEntry(entry, (path) => locate(placeInPackage(path, metadata)))
}

/** A value that npm's own keys gave is to be mended there. */
function placeInPackage(path: DocumentPath, metadata: JsonValue | undefined): DocumentPath {
  const [first, second] = path
  if (first === 'module_path') return ['name']
  const fromOwn = first === 'metadata' && typeof second === 'string' && isJsonObject(metadata) && metadata[second] === undefined
  return fromOwn && (second === 'version' || second === 'description' || second === 'author') ? [second] : ['datapy', ...path]
}

function fromNpm({version, description, author}: JsonObject): JsonObject {
  const name = isJsonObject(author) ? author['name'] : author
  return {
    ...(version !== undefined && {version}),
    ...(description !== undefined && {description}),
    author: typeof name === 'string' ? name : '',
  }
}

function dependenciesFromNpm({dependencies, engines, peerDependencies}: JsonObject): JsonObject {
  const packages = isJsonObject(dependencies)
    ? Object.entries(dependencies).map(([name, range]) => `${name}@${typeof range === 'string' ? range : '*'}`)
    : []
  const node = isJsonObject(engines) ? engines['node'] : undefined
  const datapy = isJsonObject(peerDependencies) ? peerDependencies['datapy'] : undefined
  return {packages, node_version: typeof node === 'string' ? node : '*', ...(datapy !== undefined && {datapy})}
}
