import {createHash} from 'node:crypto'
import type {JsonObject, JsonValue} from '../model/json.js'

/** Sixteen hex digits that are the same for the same job file with the same `--set` values, in whatever order. */
export function jobIdentity(file: string, set: JsonObject): string {
  return createHash('sha256')
    .update(JSON.stringify([file, sorted(set)]))
    .digest('hex')
    .slice(0, 16)
}

function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value as JsonObject).map(([key, entry]): [string, JsonValue] => [key, sorted(entry)])
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}
