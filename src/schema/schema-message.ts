import {didYouMean} from '../errors/nearest.js'
import {pathOf, type FoldedError} from './fold-alternatives.js'

export interface SchemaMessage {
  /** A sentence without its subject, which is the value. */
  readonly message: string
  readonly hint?: string | undefined
}

const typeNames: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'an integer',
  null: 'null',
  number: 'a number',
  object: 'a map',
  string: 'text',
}

/** What an error of ajv says, in plain words, with the value that was found. */
export function messageOf(error: FoldedError): SchemaMessage {
  const found = shown(error.data)
  const {limit, allowedValues, type, pattern, format, missingProperty, additionalProperty, allowedValue} = error.params as Record<
    string,
    unknown
  >
  switch (error.keyword) {
    case 'type':
      return {message: `must be ${typeList(type)}, not ${found}`, hint: hintForText(error.data, type)}
    case 'enum':
      return {
        message: `must be one of ${listOf(allowedValues)}, not ${found}`,
        hint: typeof error.data === 'string' ? didYouMean(error.data, textsOf(allowedValues)) : undefined,
      }
    case 'const':
      return {message: `must be ${shown(allowedValue)}, not ${found}`}
    case 'minimum':
    case 'exclusiveMinimum':
    case 'maximum':
    case 'exclusiveMaximum':
      return {message: `must be ${comparison(error.keyword)} ${String(limit)}, not ${found}`}
    case 'minLength':
      return {message: limit === 1 ? 'must not be empty' : `must have ${String(limit)} characters or more, not ${found}`}
    case 'maxLength':
      return {message: `must have ${String(limit)} characters at most, not ${found}`}
    case 'minItems':
      return {message: `must have ${String(limit)} item(s) or more`}
    case 'maxItems':
      return {message: `must have ${String(limit)} item(s) at most`}
    case 'pattern':
      return {message: `must match ${String(pattern)}, which ${found} does not`}
    case 'format':
      return {message: `must be of the form ${String(format)}, not ${found}`}
    case 'required':
      return {message: `needs "${String(missingProperty)}"`}
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return {
        message: `has no "${String(additionalProperty ?? error.params['unevaluatedProperty'])}"`,
        hint: nearestProperty(error, String(additionalProperty)),
      }
    case 'anyOf':
    case 'oneOf':
      return {message: alternatives(error, found)}
    default:
      return {message: error.message ?? 'is not as its schema says'}
  }
}

/** Each alternative once: those that only say another type become a list of types. */
function alternatives(error: FoldedError, found: string): string {
  const depth = pathOf(error).length
  const own = error.alternatives ?? []
  const types = [
    ...new Set(
      own.filter((one) => one.keyword === 'type' && pathOf(one).length === depth).map((one) => typeList(one.params['type'])),
    ),
  ]
  const deeper = own
    .filter((one) => one.keyword !== 'type' || pathOf(one).length > depth)
    .map((one) => {
      const inner = pathOf(one).slice(depth).join('.')
      return `${inner === '' ? '' : `"${inner}" `}${messageOf(one).message}`
    })
  // An alternative whose type fits is the one that was meant: what is wrong inside of it is what to tell.
  if (deeper.length > 0) return [...new Set(deeper)].join(', or ')
  return types.length > 0 ? `must be ${types.join(' or ')}, not ${found}` : `fits none of the forms it may have: ${found}`
}

function typeList(type: unknown): string {
  const types: readonly unknown[] = Array.isArray(type) ? type : String(type).split(',')
  return types.map((one) => typeNames[String(one)] ?? String(one)).join(' or ')
}

/** "5" for a number is mostly a value that was quoted, or that came out of a longer text. */
function hintForText(value: unknown, type: unknown): string | undefined {
  if (typeof value !== 'string' || !/^(integer|number|boolean)$/.test(String(type))) return undefined
  const plain = /^(-?\d+(\.\d+)?|true|false)$/.test(value)
  return plain ? 'remove the quotes' : undefined
}

function comparison(keyword: string): string {
  return (
    {minimum: 'at least', exclusiveMinimum: 'more than', maximum: 'at most', exclusiveMaximum: 'less than'}[keyword] ?? keyword
  )
}

function nearestProperty(error: FoldedError, name: string): string | undefined {
  const properties = (error.parentSchema as Record<string, unknown> | undefined)?.['properties']
  return typeof properties === 'object' && properties !== null ? didYouMean(name, Object.keys(properties)) : undefined
}

function textsOf(values: unknown): readonly string[] {
  return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : []
}

function listOf(values: unknown): string {
  return Array.isArray(values) ? values.map((value) => shown(value)).join(', ') : shown(values)
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'a map'
  const text = JSON.stringify(value) as string | undefined
  if (text === undefined) return 'nothing'
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}
