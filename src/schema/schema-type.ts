import {isJsonObject, type JsonObject, type JsonSchema, type JsonValue} from '../model/json.js'
import {resolved} from './known-params.js'

/** Writes the TypeScript type of a schema, and keeps the interfaces that it names on the way. */
export interface TypeWriter {
  type(part: JsonValue | undefined): string
  /** The fields of an object's schema, each on a line of its own; `typeOf` may know better what one holds. */
  fields(schema: JsonObject, typeOf?: (name: string) => string | undefined): string
  /** Source of each interface, in the order in which they were met. */
  interfaces(): readonly string[]
}

/**
 * A writer for the parts of one schema. A schema with a `title` and one that is referred to become an interface of that
 * name; what a type cannot say (ranges, patterns, conditions) is left to validation.
 */
export function typeWriter(whole: JsonSchema): TypeWriter {
  const written = new Map<string, string>()

  const type = (part: JsonValue | undefined): string => {
    if (part === false) return 'never'
    if (!isJsonObject(part)) return 'unknown'
    const schema = resolved(whole, part)
    const name = nameOf(part, schema)
    if (name === undefined || !isRecord(schema)) return structure(schema)
    if (!written.has(name)) {
      written.set(name, '') // It may refer to itself.
      written.set(name, `${docOf(schema)}export interface ${name} {\n${fields(schema)}}\n`)
    }
    return name
  }

  const structure = (schema: JsonObject): string => {
    const {const: only, enum: values, anyOf, oneOf, allOf, type: named} = schema
    if (only !== undefined) return literal(only)
    if (Array.isArray(values)) return union(values.map((value) => literal(value as JsonValue)))
    const alternatives = [...listOf(anyOf), ...listOf(oneOf)]
    if (alternatives.length > 0) return union(alternatives.map(type))
    if (listOf(allOf).length > 0) return [...new Set(listOf(allOf).map(type))].map(inBrackets).join(' & ')
    const types = typeof named === 'string' ? [named] : listOf(named)
    return types.length > 0 ? union(types.map((one) => ofType(one, schema))) : ofType(guessed(schema), schema)
  }

  const ofType = (named: JsonValue | undefined, schema: JsonObject): string => {
    switch (named) {
      case 'integer':
      case 'number':
        return 'number'
      case 'string':
      case 'boolean':
      case 'null':
        return named
      case 'array':
        return isJsonObject(schema['items']) ? `${inBrackets(type(schema['items']))}[]` : 'unknown[]'
      case 'object':
        return isRecord(schema) ? `{\n${fields(schema)}}` : `Record<string, ${type(schema['additionalProperties'])}>`
      default:
        return 'unknown'
    }
  }

  const fields: TypeWriter['fields'] = (schema, typeOf = () => undefined) => {
    const {properties, required, additionalProperties} = schema
    const lines = Object.entries(mapOf(properties)).map(([name, property]) => {
      const isThere = listOf(required).includes(name)
      const doc = isJsonObject(property) ? docOf(resolved(whole, property)) : ''
      return indented(`${doc}${keyOf(name)}${isThere ? '' : '?'}: ${typeOf(name) ?? type(property)}\n`)
    })
    const others =
      additionalProperties === true || isJsonObject(additionalProperties) ? [indented('[name: string]: unknown\n')] : []
    return [...lines, ...others].join('')
  }

  return {type, fields, interfaces: () => [...written.values()]}
}

/** A doc comment of a schema's description; nothing where it has none. */
function docOf({description}: JsonObject): string {
  if (typeof description !== 'string' || description === '') return ''
  const lines = description.replaceAll('*/', String.raw`*\/`).split(/\r?\n/)
  return lines.length === 1 ? `/** ${lines.join('')} */\n` : `/**\n${lines.map((line) => ` * ${line}\n`).join('')} */\n`
}

/** The name of a type of its own: the title, else the last part of what a reference says. */
function nameOf(part: JsonObject, {title}: JsonObject): string | undefined {
  const {$ref} = part
  const named = typeof title === 'string' ? title : typeof $ref === 'string' ? $ref.split('/').at(-1) : undefined
  const name = named
    ?.split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('')
  return name === undefined || !/^[A-Z]/.test(name) || name === 'Params' ? undefined : name
}

/** Whether a schema is of an object with properties that it names. */
function isRecord({type, properties}: JsonObject): boolean {
  return isJsonObject(properties) && (type === undefined || type === 'object')
}

function guessed({properties, additionalProperties, items}: JsonObject): string | undefined {
  if (isJsonObject(properties) || isJsonObject(additionalProperties)) return 'object'
  return isJsonObject(items) ? 'array' : undefined
}

function literal(value: JsonValue): string {
  if (typeof value === 'string') return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
  if (Array.isArray(value)) return `[${value.map((item: JsonValue) => literal(item)).join(', ')}]`
  if (!isJsonObject(value)) return JSON.stringify(value)
  const fields = Object.entries(value).map(([name, held]) => `${keyOf(name)}: ${literal(held)}`)
  return `{${fields.join('; ')}}`
}

function union(types: readonly string[]): string {
  const one = [...new Set(types)]
  return one.includes('unknown') ? 'unknown' : one.join(' | ')
}

function inBrackets(type: string): string {
  return / [|&] /.test(type) ? `(${type})` : type
}

function keyOf(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name)
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ')
}

function mapOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {}
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [] // Array.isArray does not know readonly arrays.
}
