import {isJsonObject, type JsonSchema} from '../model/json.js'
import type {RegistryEntry} from '../model/registry.js'
import {knownParams, schemaOf} from './known-params.js'
import {portShape} from './port-shape.js'
import {typeWriter} from './schema-type.js'

const tableTypes = {table: 'Dataset', list: 'readonly Dataset[]', map: 'Readonly<Record<string, Dataset>>'} as const

/**
 * The source of a mod's `params.ts`: what its `run` gets, from its config_schema and its input ports. A parameter with a
 * default is always there; a port is a table, or a list or a map of them.
 */
export function paramsType({config_schema: schema, interface: ports}: RegistryEntry, generatedBy: string): string {
  const writer = typeWriter(schema)
  const tables = ports.input_ports
  const known = knownParams(schema)
  const own = tables
    .filter((port) => !known.includes(port))
    .map((port) => `  /** The table on this input port. */\n  ${port}: Dataset\n`)
  const fields = writer.fields(withDefaultsRequired(schema, known), (name) =>
    tables.includes(name) ? tableTypes[portShape(schema, name)] : undefined,
  )
  const parts = [
    `// Generated from config_schema in package.json by \`${generatedBy}\`.\n`,
    ...(tables.length === 0 ? [] : [`import type {Dataset} from 'datapy/mod'\n`]),
    `export interface Params {\n${own.join('')}${fields}}\n`,
    ...writer.interfaces(),
  ]
  return parts.join('\n')
}

/** The schema of all parameters it speaks of, those of its alternatives and conditions too, which need not be there. */
function withDefaultsRequired(schema: JsonSchema, known: readonly string[]): JsonSchema {
  const {required} = schema
  const preset = known.filter((name) => schemaOf(schema, name)['default'] !== undefined)
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {}
  const elsewhere = Object.fromEntries(known.filter((name) => !Object.hasOwn(properties, name)).map((name) => [name, true]))
  return {
    ...schema,
    properties: {...elsewhere, ...properties},
    required: [...(Array.isArray(required) ? (required as readonly string[]) : []), ...preset],
  }
}
