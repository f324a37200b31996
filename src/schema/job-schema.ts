import {isJsonObject, type JsonObject, type JsonValue} from '../model/json.js'
import {own} from '../model/own.js'
import type {RegistryEntry} from '../model/registry.js'

const reference: JsonObject = {
  type: 'string',
  pattern: String.raw`\$\{`,
  description: 'A reference: ${global}, ${mod.data}, ${mod.globals.name}, ${env:NAME}, ${secret:env:NAME}.',
}
const time: JsonObject = {
  anyOf: [{type: 'number', exclusiveMinimum: 0}, {type: 'string', pattern: String.raw`^\d+(\.\d+)?\s*(ms|s|m|h)?$`}, reference],
}
const names: JsonObject = {anyOf: [{type: 'string'}, {type: 'array', items: {type: 'string'}}]}

/** The keys of a mod that belong to the framework. */
const options: JsonObject = {
  _depends_on: {...names, description: 'Mods that must have succeeded before this one; needed only where no reference says so.'},
  _timeout: {...time, description: 'How long the mod may take: 90, 90s, 5m, 1h. Exit code 40.'},
  _retry: {
    description: 'How often the mod is tried, and how long is waited between.',
    anyOf: [
      {type: 'integer', minimum: 1, maximum: 100},
      {
        type: 'object',
        properties: {
          attempts: {type: 'integer', minimum: 1, maximum: 100, description: 'In all. Default 3.'},
          backoff: {...time, description: 'Before the second attempt. Default 1s.'},
          factor: {type: 'number', minimum: 1, description: 'By which each wait is longer than the one before. Default 2.'},
          max: {...time, description: 'The longest wait. Default 60s.'},
          jitter: {type: 'boolean', description: 'Whether waits are shortened at random. Default true.'},
          on: {enum: ['transient', 'all'], description: 'Which failures are worth it. Default transient.'},
        },
        additionalProperties: false,
      },
    ],
  },
  _for_each: {
    description: 'Runs the mod for each item of a list, of a glob, or of what a reference stands for; `${item}` is the item.',
    anyOf: [{type: 'array', minItems: 1}, {type: 'string'}],
  },
  _always_run: {type: 'boolean', description: 'Runs also where what it came to before still holds.'},
  _checkpoint: {type: 'boolean', description: 'false: its tables are not kept.'},
  _materialize: {enum: ['always', 'never'], description: 'never: its tables are left to the mod that reads them.'},
  _isolate: {
    description: 'Runs the mod in a process of its own, which can be ended whatever it does, and with a limit to its memory.',
    anyOf: [
      {type: 'boolean'},
      {
        type: 'object',
        properties: {memory: {type: 'string', description: 'The most memory it may take: 512MB, 1.5GiB, 50%.'}},
        additionalProperties: false,
      },
    ],
  },
}

/**
 * A JSON Schema, draft-07, of job files: which keys there are, which mod types, and the parameters of each. A parameter that
 * a mod needs may come from elsewhere, so none is required here, and each may be a reference.
 */
export function jobSchema(entries: readonly RegistryEntry[]): JsonObject {
  const sorted = entries.toSorted((a, b) => (a.metadata.type < b.metadata.type ? -1 : 1))
  const types = sorted.map(({metadata}) => metadata.type)
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'DataPy job',
    type: 'object',
    required: ['mods'],
    additionalProperties: false,
    properties: {
      name: {type: 'string', pattern: String.raw`^[\w.-]+$`, description: "The job's name. Default: that of its file."},
      description: {type: 'string', description: 'What the job is for.'},
      timeout: {...time, description: 'How long the job may take: 90, 90s, 5m, 1h. Exit code 40.'},
      materialize: {enum: ['always', 'never'], description: 'never: a chain of mods becomes one pass over the data.'},
      globals: {type: 'object', description: 'Values that mods refer to as ${name}.'},
      mods: {
        type: 'object',
        description: 'Each mod by its name.',
        propertyNames: {pattern: '^[A-Za-z_][A-Za-z0-9_]*$'},
        additionalProperties: {$ref: '#/definitions/mod'},
      },
    },
    definitions: {
      mod: {
        type: 'object',
        required: ['_type'],
        properties: {
          _type: {
            type: 'string',
            description: 'The mod type.',
            enum: types,
            enumDescriptions: sorted.map(({metadata}) => `${metadata.category}: ${metadata.description}`),
          },
          ...options,
        },
        allOf: types.map((type) => ({
          if: {properties: {_type: {const: type}}, required: ['_type']},
          then: {$ref: `#/definitions/${definitionOf(type)}`},
        })),
      },
      ...Object.fromEntries(sorted.map((entry) => [definitionOf(entry.metadata.type), modSchema(entry)])),
    },
  }
}

function definitionOf(type: string): string {
  return `mod_${type}`
}

function modSchema({metadata, interface: ports, config_schema: schema}: RegistryEntry): JsonObject {
  const {properties, required: _, $schema: __, $id: ___, additionalProperties, ...rest} = schema
  const moved = (part: JsonValue) => withReferences(part, `#/definitions/${definitionOf(metadata.type)}`)
  const params = Object.entries(isJsonObject(properties) ? properties : {}).map(([name, part]): [string, JsonValue] => [
    name,
    moved(part),
  ])
  const shelves = Object.fromEntries(
    Object.entries(rest).flatMap(([key, shelf]): [string, JsonValue][] =>
      byName.has(key) && isJsonObject(shelf)
        ? [[key, Object.fromEntries(Object.entries(shelf).map(([name, part]) => [name, moved(part)]))]]
        : [],
    ),
  )
  const consumed = ports.globals_consumed.map((name): [string, JsonValue] => [name, {}])
  const inputs = ports.input_ports.map((port): [string, JsonValue] => [port, {...described(properties, port)}])
  return {
    ...shelves,
    title: metadata.type,
    description: metadata.description,
    type: 'object',
    properties: {
      _type: {const: metadata.type},
      ...options,
      ...Object.fromEntries([...consumed, ...params, ...inputs]),
    },
    additionalProperties: additionalProperties === true,
  }
}

/** An input port takes references, alone or in a list or map, whatever its schema says of the table. */
function described(properties: JsonValue | undefined, port: string): JsonObject {
  const said = isJsonObject(properties) ? own(properties, port) : undefined
  const description = isJsonObject(said) && typeof said['description'] === 'string' ? said['description'] : 'An input port.'
  return {description, anyOf: [reference, {type: 'array', items: reference}, {type: 'object', additionalProperties: reference}]}
}

/** Schemas that hold other schemas by name, alone, or in a list. */
const byName = new Set(['properties', 'patternProperties', '$defs', 'definitions'])
const alone = new Set(['items', 'additionalProperties', 'contains', 'propertyNames'])
const listed = new Set(['anyOf', 'oneOf', 'allOf'])

/** A schema in which each value may also be a reference, and whose own references lead to where it has been put. */
function withReferences(part: JsonValue, base: string): JsonValue {
  if (!isJsonObject(part)) return part
  const entries = Object.entries(part).map(([key, held]): [string, JsonValue] => {
    if (key === '$ref' && typeof held === 'string' && held.startsWith('#')) return [key, base + held.slice(1)]
    if (byName.has(key) && isJsonObject(held))
      return [key, Object.fromEntries(Object.entries(held).map(([name, inner]) => [name, withReferences(inner, base)]))]
    if (alone.has(key)) return [key, withReferences(held, base)]
    if (listed.has(key) && Array.isArray(held)) return [key, held.map((inner: JsonValue) => withReferences(inner, base))]
    return [key, held]
  })
  const {description, default: preset, title, ...own} = Object.fromEntries(entries)
  const isFree =
    Object.keys(own).length === 0 ||
    (own['type'] === 'string' && Object.keys(own).every((key) => key === 'type' || key === 'format'))
  const told = {
    ...(title !== undefined && {title}),
    ...(description !== undefined && {description}),
    ...(preset !== undefined && {default: preset}),
  }
  return isFree ? {...told, ...own} : {...told, anyOf: [own, reference]}
}
