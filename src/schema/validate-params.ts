import type {ValidateFunction} from 'ajv'
import {problem} from '../errors/problem.js'
import {isJsonObject} from '../model/json.js'
import type {Checked, Place, Problem} from '../model/problem.js'
import {foldAlternatives} from './fold-alternatives.js'
import {knownParams} from './known-params.js'
import {missingInputs, toProblem, unknownParam, wrongInputs} from './param-problems.js'
import type {ParamsToValidate} from './params-to-validate.js'
import {portShape} from './port-shape.js'
import {shield} from './shield.js'
import {validatorFor} from './validator.js'

/** A list of a million wrong items has one fault; nobody reads more than so many. */
const maxErrors = 200

export type {ParamsToValidate} from './params-to-validate.js'

/**
 * The parameters of a mod as its `config_schema` has them: a deep copy, defaults filled in, nothing coerced and nothing
 * removed. Otherwise every problem, each with its place.
 */
export async function validateParams(input: ParamsToValidate): Promise<Checked<Record<string, unknown>>> {
  const {entry, params, at, isOpaque, locate, modType, validators} = input
  const {input_ports: ports, globals_consumed: consumed} = entry.interface
  const schema = entry.config_schema
  const validator = await validatorFor(schema, validators)
  if (!validator.ok) return {ok: false, problems: validator.problems.map((one) => ({...one, ...(at && {at})}))}

  const known = knownParams(schema)
  // A table is no business of a JSON Schema, a list or a map of them is; nor are globals that it does not speak of.
  const isTable = (name: string) => ports.includes(name) && (isNothing(params[name]) || portShape(schema, name) === 'table')
  const isOutside = (name: string) => isTable(name) || (consumed.includes(name) && !known.includes(name))
  const {copy, endless, restore} = shield(Object.fromEntries(split(params, (name) => !isTable(name))), isOpaque)
  const checked = Object.fromEntries(split(copy, (name) => !isOutside(name)))
  const unjudged = judge(validator.value, checked)
  if (unjudged !== undefined) return {ok: false, problems: [unjudged(modType, at)]}
  const errors = foldAlternatives((validator.value.errors ?? []).slice(0, maxErrors), validator.value.schema)

  const unknown = await unknownNames(input, known)
  const isUnknown = new Set(unknown)
  const isTold = ({instancePath, params: more, keyword}: (typeof errors)[number]) =>
    instancePath === '' &&
    ((keyword === 'required' && isOutside(String(more['missingProperty']))) ||
      isUnknown.has(String(more['additionalProperty'] ?? more['unevaluatedProperty'])))
  const problems: readonly Problem[] = [
    ...unknown.slice(0, maxErrors).map((name) => unknownParam(input, name, [...known, ...ports, ...consumed])),
    ...missingInputs(input),
    ...wrongInputs(input),
    ...endless.map((name) => problem('invalid_param', `"${name}" of ${modType} holds itself`, {at: locate(name, [], 'value')})),
    ...errors.filter((error) => !isTold(error)).map((error) => toProblem(input, error)),
  ]
  if (problems.length > 0) return {ok: false, problems}
  const tables = split(params, isTable).filter(([, value]) => !isNothing(value))
  const outside = split(copy, (name) => isOutside(name))
  const restored = [...Object.entries(checked), ...outside].map(([name, value]) => [name, restore(value)] as const)
  return {ok: true, value: Object.fromEntries<unknown>([...restored, ...tables])}
}

/** Lets ajv judge the parameters; where it cannot, gives what is to be told of them. */
function judge(validate: ValidateFunction, params: object): typeof incomparable | undefined {
  try {
    validate(params)
    return undefined
  } catch (error) {
    // It compares with what a schema lists by calling the value's own toString and valueOf, which a map may have as keys.
    if (error instanceof TypeError) return incomparable
    // The code that it makes of some keywords within each other, such as unevaluatedProperties, lacks a variable.
    if (error instanceof ReferenceError) return unusable
    throw error
  }
}

function incomparable(modType: string, at: Place | undefined): Problem {
  const message = `${modType}: a map with a key "toString" or "valueOf" cannot be compared with what the schema lists`
  return problem('invalid_param', message, {at, hint: 'name that key otherwise'})
}

function unusable(modType: string, at: Place | undefined): Problem {
  const message = `the config_schema of ${modType} has keywords within each other that cannot be judged by these parameters`
  return problem('bad_config_schema', message, {at, hint: "use fewer of the schema's unevaluated… and combining keywords"})
}

/** The parameters that neither the schema nor the interface knows. A schema that says `additionalProperties` knows all. */
async function unknownNames({entry, params}: ParamsToValidate, known: readonly string[]): Promise<readonly string[]> {
  const {config_schema: schema, interface: ports} = entry
  const {additionalProperties: extra, patternProperties} = schema
  if (extra === true || isJsonObject(extra)) return []
  const allowed = new Set([...known, ...ports.input_ports, ...ports.globals_consumed])
  const unknown = Object.keys(params).filter((name) => !allowed.has(name))
  if (unknown.length === 0 || !isJsonObject(patternProperties)) return unknown
  const {patternFault, safeRegExp} = await import('./safe-regexp.js')
  // One that cannot be used was told when the mod was registered; nothing matches it.
  const patterns = Object.keys(patternProperties)
    .filter((pattern) => patternFault(pattern) === undefined)
    .map(safeRegExp)
  return unknown.filter((name) => !patterns.some((pattern) => pattern.test(name)))
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null
}

function split(values: Readonly<Record<string, unknown>>, isWanted: (name: string) => boolean): readonly [string, unknown][] {
  return Object.entries(values).filter(([name]) => isWanted(name))
}
