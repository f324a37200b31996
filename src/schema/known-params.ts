import {isJsonObject, type JsonSchema, type JsonValue} from '../model/json.js'

/** The names of all properties that a schema speaks of at its top: its own, and those of the schemas it is composed of. */
export function knownParams(schema: JsonSchema): readonly string[] {
  const names = new Set<string>()
  const seen = new Set<unknown>()
  const collect = (part: JsonValue | undefined): void => {
    if (!isJsonObject(part) || seen.has(part)) return
    seen.add(part)
    const {properties, $ref, allOf, anyOf, oneOf, dependencies, dependentSchemas} = part
    for (const name of Object.keys(mapOf(properties))) names.add(name)
    for (const list of [allOf, anyOf, oneOf]) valuesOf(list).forEach(collect)
    for (const map of [dependencies, dependentSchemas]) Object.values(mapOf(map)).forEach(collect)
    for (const keyword of ['if', 'then', 'else']) collect(part[keyword])
    if (typeof $ref === 'string') collect(referred(schema, $ref))
  }
  collect(schema)
  return [...names]
}

/** The schema of one parameter; what it refers to in the same document is followed. */
export function schemaOf(schema: JsonSchema, param: string): JsonSchema {
  const properties = mapOf(schema['properties'])
  return Object.hasOwn(properties, param) ? resolved(schema, properties[param]) : {}
}

/** A part of a schema, together with what it refers to in the same document. */
export function resolved(schema: JsonSchema, part: JsonValue | undefined, hops = 0): JsonSchema {
  if (!isJsonObject(part)) return {}
  const {$ref} = part
  // A circle of references is a fault of the schema; it must not become an endless loop here.
  return typeof $ref === 'string' && hops < 10 ? {...resolved(schema, referred(schema, $ref), hops + 1), ...part} : part
}

/** Every object within parts of a schema, and within what they refer to in the same document. */
export function partsWithin(parts: readonly unknown[], schema: JsonSchema): ReadonlySet<unknown> {
  const found = new Set<unknown>()
  const collect = (part: unknown): void => {
    if (typeof part !== 'object' || part === null || found.has(part)) return
    found.add(part)
    Object.values(part).forEach(collect)
    if ('$ref' in part && typeof part.$ref === 'string') collect(referred(schema, part.$ref))
  }
  parts.forEach(collect)
  return found
}

/** What a reference such as `#/definitions/name` leads to. */
function referred(schema: JsonSchema, reference: string): JsonValue | undefined {
  if (!reference.startsWith('#')) return undefined
  let part: JsonValue | undefined = schema
  for (const step of reference.split('/').slice(1)) {
    const key = decoded(step).replaceAll('~1', '/').replaceAll('~0', '~')
    const held: ReadonlyMap<string, JsonValue> = new Map(typeof part === 'object' && part !== null ? Object.entries(part) : [])
    part = held.get(key)
  }
  return part
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step)
  } catch {
    return step
  }
}

function mapOf(value: JsonValue | undefined): JsonSchema {
  return isJsonObject(value) ? value : {}
}

function valuesOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [] // Array.isArray does not know readonly arrays.
}
