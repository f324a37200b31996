import type {ErrorObject} from 'ajv'
import {inShort} from '../errors/in-short.js'
import {problem} from '../errors/problem.js'
import {isJsonObject, type JsonSchema, type JsonValue} from '../model/json.js'
import type {Checked, Problem} from '../model/problem.js'
import {ajvFor} from './ajv.js'
import {pathOf} from './fold-alternatives.js'
import {messageOf} from './schema-message.js'
import {faultOfSize} from './schema-size.js'
import {unusable} from './unusable.js'
import {wrongDefaults} from './wrong-defaults.js'

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
  const size = faultOfSize(schema)
  if (size !== undefined) return refused([size])
  const {patternFault} = await import('./safe-regexp.js')
  const faults = [...faultsOf(schema), ...patternsIn(schema).flatMap((pattern) => faultOfPattern(pattern, patternFault(pattern)))]
  if (faults.length > 0) return refused(faults)
  try {
    const ajv = await ajvFor(schema, {useDefaults: false}, {optimize: false})
    if ((await ajv.validateSchema(schema)) !== true) {
      return refused(faultsOfForm(ajv.errors ?? []))
    }
    ajv.compile(schema)
    const wrong = await wrongDefaults(schema)
    return wrong.length > 0 ? refused(wrong) : {ok: true, value: schema}
  } catch (error) {
    return refused([unusable(error)])
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

/** Every pattern in a schema, for values and for names. */
function patternsIn(value: JsonValue): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: JsonValue) => patternsIn(item))
  if (!isJsonObject(value)) return []
  const {pattern, patternProperties} = value
  return [
    ...(typeof pattern === 'string' ? [pattern] : []),
    ...(isJsonObject(patternProperties) ? Object.keys(patternProperties) : []),
    ...Object.entries(value).flatMap(([key, entry]) => (data.has(key) ? [] : patternsIn(entry))),
  ]
}

function faultOfPattern(pattern: string, fault: string | undefined): readonly string[] {
  if (fault === undefined) return []
  return [`has the pattern ${inShort(pattern)}, which cannot be matched in a time that is bounded: ${fault}`]
}
