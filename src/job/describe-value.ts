import type {JsonValue} from '../model/json.js'

/** A value in a few words, for a message: what kind it is, and itself when it is short. */
export function describeValue(value: JsonValue): string {
  if (value === null) return 'empty'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a map'
  const text = JSON.stringify(value)
  return text.length > 60 ? `a long text` : text
}
