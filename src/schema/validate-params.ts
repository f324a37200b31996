import type {ErrorObject} from 'ajv'
import {didYouMean} from '../errors/nearest.js'
import {problem} from '../errors/problem.js'
import {isJsonObject, type JsonSchema} from '../model/json.js'
import type {Checked, Place, Problem} from '../model/problem.js'
import type {RegistryEntry} from '../model/registry.js'
import {ajvFor} from './ajv.js'
import {foldAlternatives, pathOf} from './fold-alternatives.js'
import {messageOf} from './schema-message.js'

export interface ParamsToValidate {
  readonly modType: string
  readonly entry: Pick<RegistryEntry, 'config_schema' | 'interface'>
  readonly params: Readonly<Record<string, unknown>>
  /** Where a parameter, or a value inside of it, stands. */
  locate(param: string, path: readonly (number | string)[], part?: 'key' | 'value'): Place | undefined
  /** The mod's own key, to which missing parameters point. */
  readonly at: Place | undefined
  /** Who inherits a parameter that stands in a file of others, such as the project's defaults. */
  inheritedBy?(param: string): string | undefined
  /** Live values and values yet to come: never looked into and never copied. */
  isOpaque(value: unknown): boolean
}

/**
 * The parameters of a mod as its `config_schema` has them: a deep copy, defaults filled in, nothing coerced and nothing
 * removed. Otherwise every problem, each with its place.
 */
export async function validateParams(input: ParamsToValidate): Promise<Checked<Record<string, unknown>>> {
  const {entry, params, isOpaque} = input
  const {input_ports: ports, globals_consumed: consumed} = entry.interface
  const schema = entry.config_schema
  const known = Object.keys(propertiesOf(schema))
  const outside = (name: string) =>
    isOpaque(params[name]) || ports.includes(name) || (consumed.includes(name) && !known.includes(name))
  const checked = Object.fromEntries(
    Object.entries(params)
      .filter(([name]) => !outside(name))
      .map(([name, value]) => [name, copyOf(value, isOpaque)]),
  )

  const ajv = await ajvFor(schema)
  const validate = ajv.compile(schema)
  validate(checked)
  const errors = foldAlternatives((validate.errors ?? []).filter((error) => !isAbout(error, {params, checked, isOpaque})))
  const problems = [
    ...unknownParams(input, known),
    ...missingInputs(input, known),
    ...errors.filter((error) => !isOwnBusiness(error, ports)).map((error) => toProblem(input, error)),
  ]
  if (problems.length > 0) return {ok: false, problems}
  const untouched = Object.entries(params).filter(([name]) => outside(name))
  return {ok: true, value: {...checked, ...Object.fromEntries(untouched)}}
}

function propertiesOf(schema: JsonSchema): Record<string, unknown> {
  return isJsonObject(schema['properties']) ? schema['properties'] : {}
}

function requiredOf(schema: JsonSchema): readonly unknown[] {
  return Array.isArray(schema['required']) ? schema['required'] : []
}

function copyOf(value: unknown, isOpaque: (value: unknown) => boolean): unknown {
  if (isOpaque(value)) return value
  if (Array.isArray(value)) return value.map((item) => copyOf(item, isOpaque))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, copyOf(entry, isOpaque)]))
}

/** Whether an error is about a value that nobody can judge yet, or demands one that is given but not shown to ajv. */
function isAbout(
  error: ErrorObject,
  {params, checked, isOpaque}: {params: object; checked: object; isOpaque: (value: unknown) => boolean},
): boolean {
  if (error.instancePath === '' && error.keyword === 'required')
    return Object.hasOwn(params, String(error.params['missingProperty']))
  let value: unknown = checked
  for (const step of pathOf(error)) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[String(step)] : undefined
    if (isOpaque(value)) return true
  }
  return false
}

/** Errors of ajv that are told in other words: unknown parameters and missing inputs. */
function isOwnBusiness({instancePath, keyword, params}: ErrorObject, ports: readonly string[]): boolean {
  if (instancePath !== '') return false
  return keyword === 'additionalProperties' || (keyword === 'required' && ports.includes(String(params['missingProperty'])))
}

function unknownParams(
  {modType, entry, params, locate, inheritedBy}: ParamsToValidate,
  known: readonly string[],
): readonly Problem[] {
  const {config_schema: schema, interface: ports} = entry
  const extra = schema['additionalProperties']
  if (extra === true || isJsonObject(extra) || schema['patternProperties'] !== undefined) return []
  const allowed = [...known, ...ports.input_ports, ...ports.globals_consumed]
  return Object.keys(params)
    .filter((name) => !allowed.includes(name))
    .map((name) => {
      const heir = inheritedBy?.(name)
      return problem(
        'unknown_param',
        `${modType} has no parameter "${name}"${heir === undefined ? '' : `, which ${heir} inherits from here`}`,
        {
          at: locate(name, [], 'key'),
          hint: didYouMean(name, allowed) ?? `its parameters are ${allowed.join(', ')}`,
        },
      )
    })
}

function missingInputs({modType, entry, params, at}: ParamsToValidate, known: readonly string[]): readonly Problem[] {
  const required = requiredOf(entry.config_schema)
  return entry.interface.input_ports
    .filter((port) => params[port] === undefined || params[port] === null)
    .filter((port) => required.includes(port) || !known.includes(port))
    .map((port) =>
      problem('missing_input', `${modType} needs an input for "${port}"`, {at, hint: `${port}: "\${name_of_a_mod.data}"`}),
    )
}

function toProblem({modType, locate, at, inheritedBy}: ParamsToValidate, error: ErrorObject): Problem {
  const [param, ...path] = pathOf(error)
  if (param === undefined) {
    if (error.keyword === 'required') {
      const name = String(error.params['missingProperty'])
      return problem('missing_param', `${modType} needs "${name}"`, {at})
    }
    return problem('invalid_param', `the parameters of ${modType} ${messageOf(error).message}`, {at})
  }
  const {message, hint} = messageOf(error)
  const heir = inheritedBy?.(String(param))
  const name = [param, ...path]
    .map((step) => (typeof step === 'number' ? `[${String(step)}]` : `.${step}`))
    .join('')
    .slice(1)
  return problem('invalid_param', `"${name}" ${message}${heir === undefined ? '' : `; ${heir} inherits it from here`}`, {
    at: locate(String(param), path, 'value'),
    hint,
  })
}
