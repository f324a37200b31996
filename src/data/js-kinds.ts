/** The kinds of JavaScript values that a column of rows can hold. */
export type JsKind = 'boolean' | 'bytes' | 'date' | 'integer' | 'nested' | 'number' | 'text'

/** What kind a value is; null for null and undefined; nothing for what no column holds. */
export function kindOf(value: unknown): JsKind | null | undefined {
  switch (typeof value) {
    case 'undefined':
      return null
    case 'boolean':
      return 'boolean'
    case 'bigint':
      return 'integer'
    case 'number':
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? 'integer' : 'number'
    case 'string':
      return 'text'
    case 'object':
      return value === null ? null : kindOfObject(value)
    default:
      return undefined
  }
}

function kindOfObject(value: object): JsKind | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : 'date'
  if (value instanceof Uint8Array) return 'bytes'
  if (Array.isArray(value)) return 'nested'
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null ? 'nested' : undefined
}

/** A value as the text that goes into the engine. */
export function textOf(value: unknown, kind: JsKind): string {
  switch (kind) {
    case 'date':
      return value instanceof Date ? value.toISOString() : ''
    case 'bytes':
      return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : ''
    case 'nested':
      return JSON.stringify(value, jsonSafe)
    case 'number':
      return Object.is(value, -0) ? '-0.0' : String(value)
    default:
      return String(value)
  }
}

/** JSON has no bigint; JSON.rawJSON would keep it a number but is not in Node 20, so one beyond 2^53 becomes text. */
function jsonSafe(_key: string, value: unknown): unknown {
  if (typeof value !== 'bigint') return value
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
}

/** Two kinds in one column: an integer beside a fraction is a number; any other mix is none. */
export function joined(one: JsKind | undefined, other: JsKind): JsKind | undefined {
  if (one === undefined || one === other) return other
  const both = new Set([one, other])
  return both.has('integer') && both.has('number') ? 'number' : undefined
}
