import {problem} from '../errors/problem.js'
import {isJsonObject, type JsonSchema, type JsonValue} from '../model/json.js'
import type {Checked, Problem} from '../model/problem.js'
import {ajvFor} from './ajv.js'

/**
 * Whether something is a JSON Schema for parameters: valid draft-07 or 2020-12, of an object, without references to
 * other documents, its patterns of the kind that is matched in linear time, its defaults valid against itself.
 */
export async function checkSchema(schema: JsonSchema): Promise<Checked<JsonSchema>> {
  const bad = (message: string): Problem => problem('bad_config_schema', `config_schema ${message}`)
  if (!isJsonObject(schema)) return {ok: false, problems: [bad('is not an object')]}
  const problems: Problem[] = []
  if (schema['type'] !== undefined && schema['type'] !== 'object')
    problems.push(bad(`is of type ${JSON.stringify(schema['type'])}, but parameters are an object`))
  for (const reference of remoteReferences(schema))
    problems.push(bad(`refers to ${reference}: only references inside of it ("#/…") are read`))
  if (problems.length > 0) return {ok: false, problems}
  try {
    const ajv = await ajvFor(schema, {validateSchema: false, useDefaults: false})
    const valid = await ajv.validateSchema(schema)
    if (valid !== true) {
      const errors = (ajv.errors ?? []).map(({instancePath, message}) =>
        bad(`is no JSON Schema: ${instancePath === '' ? 'it' : instancePath} ${message ?? 'is wrong'}`),
      )
      return {ok: false, problems: errors.length > 0 ? errors.slice(0, 10) : [bad('is no JSON Schema')]}
    }
    ajv.compile(schema)
    return await checkDefaults(schema, bad)
  } catch (error) {
    return {ok: false, problems: [bad(`cannot be compiled: ${(error as Error).message}`)]}
  }
}

async function checkDefaults(schema: JsonSchema, bad: (message: string) => Problem): Promise<Checked<JsonSchema>> {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {}
  const problems: Problem[] = []
  for (const [name, property] of Object.entries(properties)) {
    if (!isJsonObject(property) || property['default'] === undefined) continue
    const ajv = await ajvFor(schema, {useDefaults: false})
    const validate = ajv.compile({
      ...schema,
      type: 'object',
      required: [],
      additionalProperties: true,
      properties: {[name]: property},
    })
    if (!validate({[name]: property['default']}))
      problems.push(bad(`has a default for "${name}" that is not valid itself: ${validate.errors?.[0]?.message ?? ''}`))
  }
  return problems.length > 0 ? {ok: false, problems} : {ok: true, value: schema}
}

function remoteReferences(value: JsonValue): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: JsonValue) => remoteReferences(item))
  if (!isJsonObject(value)) return []
  return Object.entries(value).flatMap(([key, entry]) =>
    (key === '$ref' || key === '$dynamicRef') && typeof entry === 'string' && !entry.startsWith('#')
      ? [entry]
      : remoteReferences(entry),
  )
}
