import {problem} from '../errors/problem.js'
import {isJsonObject, type JsonObject, type JsonValue} from '../model/json.js'
import type {Checked} from '../model/problem.js'
import type {RegistryEntry, RegistryMetadata} from '../model/registry.js'
import {checkEntry} from './check-entry.js'
import {jsonPlaces, type JsonPlaces} from './json-places.js'
import type {FaultyEntry, LoadedRegistry} from './loaded-registry.js'
import {readJson} from './read-json.js'

/** The text of a registry.json as a registry. Refused when it is not JSON, not an object, or has no object `mods`. */
export function parseRegistry(source: string, file: string): Checked<LoadedRegistry> {
  const json = readJson(source, file, 'registry_not_json')
  if (!json.ok) return json
  const document = json.value
  if (!isJsonObject(document)) {
    return {
      ok: false,
      problems: [
        problem('registry_not_object', `${file} holds ${kindOf(document)} at its top, not an object`, {
          at: {file, line: 1, column: 1},
        }),
      ],
    }
  }
  const {_metadata: metadata, mods, ...others} = document
  if (mods === undefined) {
    return {
      ok: false,
      problems: [
        problem('registry_without_mods', `${file} has no "mods", so it is no registry`, {at: {file, line: 1, column: 1}}),
      ],
    }
  }
  const where: {places?: JsonPlaces} = {}
  // Places cost a second reading, so they are made for a file that has something wrong in it, and for no other.
  const places = () => (where.places ??= jsonPlaces(source, file))
  if (!isJsonObject(mods)) {
    const message = `"mods" in ${file} is ${kindOf(mods)}, not an object`
    return {ok: false, problems: [problem('registry_mods_not_object', message, {at: places().at(['mods'], 'value')})]}
  }
  return {ok: true, value: {_metadata: metadataOf(metadata), ...entriesOf(mods, places), others}}
}

function entriesOf(mods: JsonObject, places: () => JsonPlaces): Pick<LoadedRegistry, 'faulty' | 'mods'> {
  const good: [string, RegistryEntry][] = []
  const faulty = new Map<string, FaultyEntry>()
  for (const [type, value] of Object.entries(mods)) {
    const checked = checkEntry(value, (path) => places().at(['mods', type, ...path]))
    if (!checked.ok)
      faulty.set(type, {value, problems: checked.problems.map((one) => ({...one, message: `${type}: ${one.message}`}))})
    else if (checked.value.metadata.type !== type) {
      const message = `${type}: the key is not the entry's metadata.type, "${checked.value.metadata.type}"`
      faulty.set(type, {value, problems: [problem('entry_invalid', message, {at: places().at(['mods', type])})]})
    } else good.push([type, checked.value])
  }
  return {mods: Object.fromEntries(good), ...(faulty.size > 0 && {faulty})}
}

function metadataOf(value: JsonValue | undefined): RegistryMetadata {
  const given: JsonObject = isJsonObject(value) ? value : {}
  const read = (key: string, otherwise: string) => (typeof given[key] === 'string' ? given[key] : otherwise)
  return {
    ...given,
    version: read('version', '1.0.0'),
    created: read('created', ''),
    last_updated: read('last_updated', ''),
    description: read('description', ''),
  }
}

function kindOf(value: JsonValue): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'string' ? 'text' : `a ${typeof value}`
}
