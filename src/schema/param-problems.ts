import {didYouMean} from '../errors/nearest.js'
import {problem} from '../errors/problem.js'
import {isJsonObject} from '../model/json.js'
import {own} from '../model/own.js'
import type {Problem} from '../model/problem.js'
import {typeInWords} from './describe-params.js'
import {pathOf, type FoldedError} from './fold-alternatives.js'
import {schemaOf} from './known-params.js'
import {portShape} from './port-shape.js'
import {messageOf} from './schema-message.js'
import type {ParamsToValidate} from './params-to-validate.js'

/** That a mod has no parameter of this name. */
export function unknownParam(
  {modType, locate, inheritedBy}: ParamsToValidate,
  name: string,
  allowed: readonly string[],
): Problem {
  const heir = inheritedBy?.(name)
  const inherited = heir === undefined ? '' : `, which ${heir} inherits from here`
  return problem('unknown_param', `${modType} has no parameter "${name}"${inherited}`, {
    at: locate(name, [], 'key'),
    hint: didYouMean(name, allowed) ?? (allowed.length > 0 ? `its parameters are ${allowed.join(', ')}` : 'it has no parameters'),
  })
}

/** That input ports have no table. A port may be left out when the schema knows it and does not require it. */
export function missingInputs({modType, entry, params, at}: ParamsToValidate): readonly Problem[] {
  const {required, properties} = entry.config_schema
  const isOptional = (port: string) =>
    isJsonObject(properties) && Object.hasOwn(properties, port) && !(Array.isArray(required) && required.includes(port))
  return entry.interface.input_ports
    .filter((port) => (own(params, port) ?? null) === null && !isOptional(port))
    .map((port) => problem('missing_input', `${modType} needs an input for "${port}"`, {at, hint: hintAt(port, entry)}))
}

/** That input ports were given what can be no table. Rows are one; whether a live value is one, the engine knows. */
export function wrongInputs({entry, params, locate, isOpaque, isUnresolved, isNoTable}: ParamsToValidate): readonly Problem[] {
  const isTable = (value: unknown) =>
    isNoTable?.(value) !== true && (Array.isArray(value) || isOpaque(value) || typeof value === 'function')
  const wrong = (port: string, path: readonly (number | string)[], what: string) =>
    problem('invalid_param', `"${nameOf([port, ...path])}" is an input port: it takes ${what}, not a value`, {
      at: locate(port, path, 'value'),
      hint: hintAt(port, entry),
    })
  return entry.interface.input_ports.flatMap((port) => {
    const value = own(params, port)
    if (value === undefined || value === null || isUnresolved?.(port) === true) return []
    const shape = portShape(entry.config_schema, port)
    if (shape === 'table') return isTable(value) ? [] : [wrong(port, [], 'the table of another mod')]
    if (isOpaque(value)) {
      const message = `"${port}" takes a ${shape} of tables, not a table alone`
      return [problem('invalid_param', message, {at: locate(port, [], 'value'), hint: hintAt(port, entry)})]
    }
    // That it is no list or no map at all, the schema says.
    const parts: readonly (readonly [number | string, unknown])[] =
      shape === 'list' ? (Array.isArray(value) ? [...value.entries()] : []) : isJsonObject(value) ? Object.entries(value) : []
    return parts.flatMap(([key, part]) => (isTable(part) ? [] : [wrong(port, [key], 'the table of another mod')]))
  })
}

/** What to write at an input port. */
function hintAt(port: string, {config_schema: schema}: ParamsToValidate['entry']): string {
  const table = '"${name_of_a_mod.data}"'
  const hints = {table, list: `[${table}, "\${another_mod.data}"]`, map: `{a_name: ${table}}`}
  return `${port}: ${hints[portShape(schema, port)]}`
}

/** What an error of ajv says, with its place. */
export function toProblem(input: ParamsToValidate, error: FoldedError): Problem {
  const {locate, at, inheritedBy} = input
  const [param, ...path] = pathOf(error)
  if (param === undefined) return aboutAll(input, error)
  const {message, hint, key} = messageOf(error)
  const heir = inheritedBy?.(String(param))
  const inherited = heir === undefined ? '' : `; ${heir} inherits it from here`
  return problem('invalid_param', `"${nameOf([param, ...path])}" ${message}${inherited}`, {
    // A parameter from the schema's own defaults stands in no file.
    at: locate(String(param), key === undefined ? path : [...path, key], 'value') ?? at,
    hint,
  })
}

function aboutAll({modType, entry, at, locate}: ParamsToValidate, error: FoldedError): Problem {
  const missing: unknown = error.keyword === 'required' ? error.params['missingProperty'] : undefined
  if (typeof missing === 'string') {
    const type = typeInWords(schemaOf(entry.config_schema, missing))
    const hint = type === 'any' ? undefined : `add ${missing}: ${type}`
    return problem('missing_param', `${modType} needs "${missing}"`, {at, hint})
  }
  const {message, hint, key} = messageOf(error)
  const place = key === undefined ? at : locate(key, [], 'key')
  if (key !== undefined) return problem('unknown_param', `${modType} has no parameter "${key}"`, {at: place, hint})
  return problem('invalid_param', `${modType} ${message}`, {at: place, hint})
}

/** `types.id`, `columns[2]`: the way to a value, as one would write it. */
function nameOf(path: readonly (number | string)[]): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${String(step)}]` : index === 0 ? step : `.${step}`)).join('')
}
