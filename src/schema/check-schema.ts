import type {ErrorObject} from 'ajv'
import {problem} from '../errors/problem.js'
import {isJsonObject, type JsonSchema, type JsonValue} from '../model/json.js'
import type {Checked, Problem} from '../model/problem.js'
import {ajvFor} from './ajv.js'
import {foldAlternatives, pathOf} from './fold-alternatives.js'
import {messageOf} from './schema-message.js'

/** More than so many faults in one schema have one cause. */
const maxProblems = 10
/** What these keywords hold is data, and not schema. */
const data = new Set(['default', 'examples', 'enum', 'const'])

/**
 * Whether something is a JSON Schema for parameters: valid draft-07 or 2020-12, of an object, without references to
 * other documents, its patterns of the kind that is matched in linear time, its defaults valid against itself.
 */
export async function checkSchema(schema: JsonSchema): Promise<Checked<JsonSchema>> {
  const refused = (messages: readonly string[]) => ({ok: false, problems: messages.slice(0, maxProblems).map(bad)}) as const
  if (!isJsonObject(schema)) return refused(['is not an object'])
  const faults = faultsOf(schema)
  if (faults.length > 0) return refused(faults)
  try {
    const ajv = await ajvFor(schema, {useDefaults: false})
    if ((await ajv.validateSchema(schema)) !== true) {
      return refused(faultsOfForm(ajv.errors ?? []))
    }
    ajv.compile(schema)
    const wrong = await wrongDefaults(schema)
    return wrong.length > 0 ? refused(wrong) : {ok: true, value: schema}
  } catch (error) {
    return refused([`cannot be used: ${(error as Error).message}`])
  }
}

/** What keeps a schema from being one, the first fault of each of its values. */
function faultsOfForm(errors: readonly ErrorObject[]): readonly string[] {
  const faults = new Map<string, string>()
  for (const error of errors) {
    const {message, hint} = messageOf(error)
    const at = pathOf(error).join('.')
    const told = `is no JSON Schema: ${at === '' ? 'it' : at} ${message}${hint === undefined ? '' : ` (${hint})`}`
    if (!faults.has(at)) faults.set(at, told)
  }
  return [...faults.values()]
}

function bad(message: string): Problem {
  return problem('bad_config_schema', `config_schema ${message}`)
}

function faultsOf(schema: JsonSchema): readonly string[] {
  const {$schema, type, $async} = schema
  const faults = remoteReferences(schema).map(
    (reference) => `refers to ${reference}: only references inside of it ("#/…") are read`,
  )
  if (type !== undefined && type !== 'object') faults.unshift(`is of type ${JSON.stringify(type)}, but parameters are an object`)
  if ($schema !== undefined && !/draft-07|2020-12/.test(String($schema)))
    faults.unshift(`is written for ${JSON.stringify($schema)}: draft-07 and 2020-12 are read`)
  if ($async !== undefined) faults.unshift('has "$async", which no JSON Schema has')
  return faults
}

function remoteReferences(value: JsonValue): string[] {
  if (Array.isArray(value)) return value.flatMap((item: JsonValue) => remoteReferences(item))
  if (!isJsonObject(value)) return []
  return Object.entries(value).flatMap(([key, entry]) => {
    if (data.has(key)) return []
    const isReference = (key === '$ref' || key === '$dynamicRef') && typeof entry === 'string'
    return isReference ? (entry.startsWith('#') ? [] : [entry]) : remoteReferences(entry)
  })
}

/** A default is given to the mod as it stands, so it must be what the schema itself asks for. */
async function wrongDefaults(schema: JsonSchema): Promise<readonly string[]> {
  const id = 'datapy:config_schema'
  const ajv = await ajvFor(schema, {useDefaults: false})
  ajv.addSchema({...schema, $id: id})
  return propertiesWithin(schema, '').flatMap(({pointer, name, preset}) => {
    const validate = ajv.getSchema(`${id}#${pointer}`)
    if (validate === undefined || validate(preset) === true) return []
    const [error] = foldAlternatives(validate.errors ?? [], schema)
    const inside = error === undefined ? '' : pathOf(error).join('.')
    const message = error === undefined ? 'is not valid' : messageOf(error).message
    return [`has a default for "${name}" that is not valid itself: ${inside === '' ? 'it' : inside} ${message}`]
  })
}

interface Property {
  /** JSON pointer from the top of the schema. */
  readonly pointer: string
  readonly name: string
  readonly preset: JsonValue
}

/** Every property with a default, at any depth of nested maps. */
function propertiesWithin(schema: JsonSchema, start: string): readonly Property[] {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {}
  return Object.entries(properties).flatMap(([name, property]) => {
    if (!isJsonObject(property)) return []
    const escaped = encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))
    const pointer = `${start}/properties/${escaped}`
    const {default: preset} = property
    return [...(preset === undefined ? [] : [{pointer, name, preset}]), ...propertiesWithin(property, pointer)]
  })
}
