/** What JSON, and so a job, a registry and a result, can hold. */
export type JsonValue = boolean | number | string | null | readonly JsonValue[] | JsonObject

/** A JSON object: what stands between `{` and `}`. */
export interface JsonObject {
  readonly [key: string]: JsonValue
}

/** A JSON Schema, draft-07 or 2020-12, as it stands in a registry entry. */
export type JsonSchema = JsonObject

/** Whether a value is an object with keys: neither null nor an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
