import {isJsonObject, type JsonObject, type JsonSchema, type JsonValue} from '../model/json.js'
import {own} from '../model/own.js'
import type {RegistryEntry} from '../model/registry.js'
import {resolved, schemaOf} from './known-params.js'
import {atPort} from './port-shape.js'

/** One parameter as a table shows it. */
export interface ParamDescription {
  readonly name: string
  /** In words: `text`, `integer`, `list of text`, `text or list of text`. */
  readonly type: string
  readonly required: boolean
  readonly default?: JsonValue
  readonly description: string
  /** The values it may have, where they are listed. */
  readonly values?: readonly JsonValue[]
}

/** The parameters of a schema, required ones first, otherwise in the schema's order. */
export function describeParams(schema: JsonSchema): readonly ParamDescription[] {
  return describeProperties(schema, schema)
}

/** The same for a part of a schema, whose references lead into the whole. */
export function describeProperties({properties, required}: JsonObject, whole: JsonSchema): readonly ParamDescription[] {
  const needed: readonly unknown[] = Array.isArray(required) ? required : []
  const described = Object.entries(isJsonObject(properties) ? properties : {}).map(([name, part]): ParamDescription => {
    const {default: preset, description, enum: values, ...property} = resolved(whole, part)
    return {
      name,
      type: typeInWords({...property, ...(values !== undefined && {enum: values})}),
      required: needed.includes(name),
      ...(preset !== undefined && {default: preset}),
      description: typeof description === 'string' ? description : '',
      ...(Array.isArray(values) && {values: listOf(values)}),
    }
  })
  return described.toSorted((a, b) => Number(b.required) - Number(a.required))
}

const names: Readonly<Record<string, string>> = {string: 'text', object: 'map', array: 'list'}
const formats: Readonly<Record<string, string>> = {
  'input-file': 'path of a file to read',
  'output-file': 'path of a file to write',
  directory: 'path of a folder',
}

/** What kind of value a property takes: `text`, `list of integer`, `path of a file to read`, `any`. */
export function typeInWords({type, format, items, anyOf, oneOf, enum: values}: JsonObject): string {
  const alternatives = [...listOf(anyOf), ...listOf(oneOf)]
  if (alternatives.length > 0)
    return [...new Set(alternatives.map((one) => (isJsonObject(one) ? typeInWords(one) : 'any')))].join(' or ')
  if (typeof format === 'string' && formats[format] !== undefined) return formats[format]
  if (type === 'array' && isJsonObject(items)) {
    const item = typeInWords(items)
    return item === 'any' ? 'list' : `list of ${item}`
  }
  const types = typeof type === 'string' ? [type] : listOf(type).map(String)
  if (types.length > 0) return types.map((one) => names[one] ?? one).join(' or ')
  return Array.isArray(values) ? 'one of its values' : 'any'
}

/** The smallest parameters that work as an example: those it needs, and a reference for each input port. */
export function exampleParams(entry: Pick<RegistryEntry, 'config_schema' | 'interface'>): JsonObject {
  const {config_schema: schema, interface: ports} = entry
  const params = listOf(schema['required'])
    .map(String)
    .filter((name) => !ports.input_ports.includes(name))
    .map((name): [string, JsonValue] => [name, exampleOf(schemaOf(schema, name), schema)])
  const inputs = ports.input_ports.map((port): [string, JsonValue] => [
    port,
    atPort<JsonValue>(schema, port, '${earlier_mod.data}'),
  ])
  return Object.fromEntries([...inputs, ...params])
}

function exampleOf(property: JsonObject, schema: JsonSchema): JsonValue {
  const {examples, default: preset, const: only, enum: values, type, minimum, format, items, anyOf, oneOf, required} = property
  const [given] = [...listOf(examples), ...listOf(values)]
  if (given !== undefined) return given
  if (preset !== undefined || only !== undefined) return preset ?? only ?? null
  if (format === 'directory') return 'folder'
  if (format === 'input-file' || format === 'output-file') return 'file.csv'
  if (format === 'date') return '2024-08-12'
  const [first] = [...listOf(anyOf), ...listOf(oneOf)]
  if (first !== undefined) return exampleOf(resolved(schema, first), schema)
  const [one = 'string'] = typeof type === 'string' ? [type] : listOf(type)
  if (one === 'integer' || one === 'number') return typeof minimum === 'number' ? minimum : 1
  if (one === 'boolean') return true
  if (one === 'array') return [exampleOf(resolved(schema, items), schema)]
  if (one !== 'object') return 'value'
  const keys = listOf(required).map(String)
  return Object.fromEntries(keys.map((key) => [key, exampleOf(resolved(schema, propertyOf(property, key)), schema)]))
}

function propertyOf({properties}: JsonObject, name: string): JsonValue | undefined {
  return isJsonObject(properties) ? own(properties, name) : undefined
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [] // Array.isArray does not know readonly arrays.
}
