import {isJsonObject, type JsonObject, type JsonSchema, type JsonValue} from '../model/json.js'
import {resolved} from './known-params.js'

/** A value that a schema must refuse, and why it must. */
export interface WrongValue {
  readonly value: JsonValue
  readonly why: string
}

const samples = {string: 'text', integer: 7, number: 1.5, boolean: true, null: null, array: [], object: {}} as const
type TypeName = keyof typeof samples

/** Formats that ajv holds a text to, which this text is none of. */
const formats = ['date', 'time', 'date-time', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uri', 'uuid']
const noFormat = 'none of it at all'
/** Deeper than this, lists and maps of a parameter are taken as they come. */
const deepest = 3

/**
 * Values that a part of a schema must refuse: of a wrong type, out of range, not listed, too short, with what is missing
 * or unknown inside. Of alternatives only the types are looked at. Empty where the schema takes anything.
 */
export function wrongValues(whole: JsonSchema, part: JsonValue | undefined, depth = 0): readonly WrongValue[] {
  const schema = resolved(whole, part)
  const types = typesOf(whole, schema)
  if (types === undefined) return []
  const wrongTypes = (Object.keys(samples) as TypeName[])
    .filter((type) => !types.has(type) && !(type === 'integer' && types.has('number')))
    .map((type): WrongValue => ({value: samples[type], why: `is of type ${type}`}))
  if (Array.isArray(schema['anyOf']) || Array.isArray(schema['oneOf'])) return wrongTypes
  return [
    ...wrongTypes,
    ...unlisted(schema),
    ...(types.has('integer') || types.has('number') ? outOfRange(schema) : []),
    ...(types.has('string') ? wrongTexts(schema) : []),
    ...(types.has('array') ? wrongLists(whole, schema, depth) : []),
    ...(types.has('object') ? wrongMaps(whole, schema, depth) : []),
  ]
}

/** The types of the values that a schema takes; undefined where it says nothing of them. */
function typesOf(whole: JsonSchema, schema: JsonSchema): ReadonlySet<string> | undefined {
  const {type, enum: values, const: only, anyOf, oneOf, allOf} = schema
  if (type !== undefined) return new Set(typeof type === 'string' ? [type] : listOf(type).map(String))
  if (only !== undefined) return new Set([typeName(only)])
  if (values !== undefined) return new Set(listOf(values).map(typeName))
  const alternatives = [...listOf(anyOf), ...listOf(oneOf)].map((one) => typesOf(whole, resolved(whole, one)))
  if (alternatives.length === 0)
    return listOf(allOf)
      .map((one) => typesOf(whole, resolved(whole, one)))
      .find((types) => types !== undefined)
  const all = new Set<string>()
  for (const types of alternatives) {
    if (types === undefined) return undefined
    for (const type of types) all.add(type)
  }
  return all
}

function typeName(value: JsonValue): TypeName {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value as 'boolean' | 'object' | 'string' // What JSON has besides.
}

function unlisted({enum: values, const: only}: JsonObject): readonly WrongValue[] {
  const listed = only === undefined ? listOf(values) : [only]
  if (listed.length === 0) return []
  const strange = listed.some((value) => typeof value === 'string')
    ? ['none of the values']
    : [listed.filter(isNumber).reduce((a, b) => Math.max(a, b), 0) + 1]
  return strange.map((value) => ({value, why: 'is not one of its values'}))
}

function outOfRange({minimum, maximum, exclusiveMinimum, exclusiveMaximum}: JsonObject): readonly WrongValue[] {
  return [
    ...(isNumber(minimum) ? [{value: minimum - 1, why: `is less than ${String(minimum)}`}] : []),
    ...(isNumber(maximum) ? [{value: maximum + 1, why: `is more than ${String(maximum)}`}] : []),
    ...(isNumber(exclusiveMinimum) ? [{value: exclusiveMinimum, why: `is not more than ${String(exclusiveMinimum)}`}] : []),
    ...(isNumber(exclusiveMaximum) ? [{value: exclusiveMaximum, why: `is not less than ${String(exclusiveMaximum)}`}] : []),
  ]
}

function wrongTexts({minLength, maxLength, format, pattern}: JsonObject): readonly WrongValue[] {
  const strange = typeof pattern === 'string' ? ['\u0000', '', '?!'].find((text) => isUnlike(text, pattern)) : undefined
  return [
    ...(isNumber(minLength) && minLength > 0 ? [{value: 'x'.repeat(minLength - 1), why: 'is too short'}] : []),
    ...(isNumber(maxLength) && maxLength < 10_000 ? [{value: 'x'.repeat(maxLength + 1), why: 'is too long'}] : []),
    ...(strange === undefined ? [] : [{value: strange, why: 'does not match its pattern'}]),
    ...(formats.includes(String(format)) ? [{value: noFormat, why: `is no ${String(format)}`}] : []),
  ]
}

function isUnlike(text: string, pattern: string): boolean {
  try {
    return !new RegExp(pattern, 'u').test(text)
  } catch {
    return false
  }
}

function wrongLists(whole: JsonSchema, {minItems, items}: JsonObject, depth: number): readonly WrongValue[] {
  const inside = depth < deepest && isJsonObject(items) ? wrongValues(whole, items, depth + 1) : []
  return [
    ...(isNumber(minItems) && minItems > 0 ? [{value: [], why: 'has too few items'}] : []),
    ...inside.map(({value, why}) => ({value: [value], why: `has an item that ${why}`})),
  ]
}

function wrongMaps(whole: JsonSchema, schema: JsonObject, depth: number): readonly WrongValue[] {
  const {properties, required, additionalProperties: others, minProperties} = schema
  const named = isJsonObject(properties) ? properties : {}
  const needsSome = listOf(required).length > 0 || (isNumber(minProperties) && minProperties > 0)
  const inside = (key: string, part: JsonValue | undefined) =>
    depth < deepest
      ? wrongValues(whole, part, depth + 1).map(({value, why}) => ({value: {[key]: value}, why: `has a ${key} that ${why}`}))
      : []
  return [
    ...(needsSome ? [{value: {}, why: 'lacks what it needs'}] : []),
    ...(others === false ? [{value: {no_such_key: 1}, why: 'has an unknown key'}] : []),
    ...(isJsonObject(others) ? inside('any', others) : []),
    ...Object.entries(named).flatMap(([key, part]) => inside(key, part)),
  ]
}

function isNumber(value: JsonValue | undefined): value is number {
  return typeof value === 'number'
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [] // Array.isArray does not know readonly arrays.
}
