import {isJsonObject, type JsonObject, type JsonSchema, type JsonValue} from '../model/json.js'
import type {RegistryEntry} from '../model/registry.js'

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
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {}
  const required: readonly unknown[] = Array.isArray(schema['required']) ? schema['required'] : []
  const described = Object.entries(properties).map(([name, property]): ParamDescription => {
    const one = isJsonObject(property) ? property : {}
    const values: unknown = one['enum']
    return {
      name,
      type: typeOf(one),
      required: required.includes(name),
      ...(one['default'] !== undefined && {default: one['default']}),
      description: typeof one['description'] === 'string' ? one['description'] : '',
      ...(Array.isArray(values) && {values: values as JsonValue[]}),
    }
  })
  return described.toSorted((a, b) => Number(b.required) - Number(a.required))
}

const names: Readonly<Record<string, string>> = {
  string: 'text',
  object: 'map',
  array: 'list',
  boolean: 'boolean',
  integer: 'integer',
  number: 'number',
  null: 'null',
}
const formats: Readonly<Record<string, string>> = {
  'input-file': 'path of a file to read',
  'output-file': 'path of a file to write',
  directory: 'path of a folder',
}

function typeOf(property: JsonObject): string {
  const {type, format, items, anyOf, oneOf, enum: values} = property
  const alternatives: unknown = anyOf ?? oneOf
  if (Array.isArray(alternatives))
    return [...new Set((alternatives as JsonValue[]).map((one) => (isJsonObject(one) ? typeOf(one) : 'any')))].join(' or ')
  if (typeof format === 'string' && formats[format] !== undefined) return formats[format]
  if (type === 'array' && isJsonObject(items)) return `list of ${typeOf(items)}`
  if (Array.isArray(type)) return type.map((one: JsonValue) => names[String(one)] ?? String(one)).join(' or ')
  if (typeof type === 'string') return names[type] ?? type
  return Array.isArray(values) ? 'one of its values' : 'any'
}

/** The smallest parameters that work as an example: those it needs, and a reference for each input port. */
export function exampleParams(entry: Pick<RegistryEntry, 'config_schema' | 'interface'>): JsonObject {
  const {config_schema: schema, interface: ports} = entry
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {}
  const required = Array.isArray(schema['required']) ? schema['required'].map(String) : []
  const params = required
    .filter((name) => !ports.input_ports.includes(name))
    .map((name): [string, JsonValue] => [name, exampleOf(properties[name])])
  const inputs = ports.input_ports.map((port): [string, JsonValue] => [port, '${earlier_mod.data}'])
  return Object.fromEntries([...inputs, ...params])
}

function exampleOf(property: JsonValue | undefined): JsonValue {
  if (!isJsonObject(property)) return 'value'
  const {examples, default: preset, enum: values, type, minimum, format, items, anyOf, oneOf} = property
  for (const list of [examples, values]) if (Array.isArray(list) && list.length > 0) return list[0] as JsonValue
  if (preset !== undefined) return preset
  if (typeof format === 'string') return format === 'directory' ? 'folder' : 'file.csv'
  const alternatives: unknown = anyOf ?? oneOf
  if (Array.isArray(alternatives)) return exampleOf(alternatives[0] as JsonValue)
  if (type === 'integer' || type === 'number') return typeof minimum === 'number' ? minimum : 1
  if (type === 'boolean') return true
  if (type === 'array') return [exampleOf(items)]
  return type === 'object' ? {} : 'value'
}
