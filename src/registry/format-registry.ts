import {isJsonObject, type JsonValue} from '../model/json.js'
import type {LoadedRegistry} from './loaded-registry.js'

/** A registry as the text of its file: keys sorted at every depth, two spaces, one newline at the end. */
export function formatRegistry({_metadata, mods, faulty, others}: LoadedRegistry): string {
  const faultyMods = [...(faulty ?? [])].map(([type, {value}]): [string, JsonValue] => [type, value])
  const document = {...others, _metadata, mods: {...mods, ...Object.fromEntries(faultyMods)}}
  // Entries and metadata came out of JSON, or are going into it: they hold nothing else.
  return `${JSON.stringify(sorted(document as unknown as JsonValue), null, 2)}\n`
}

/** The same value, the keys of every object in it in order. */
export function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isJsonObject(value)) return value
  const keys = Object.keys(value).sort()
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key] ?? null)]))
}
