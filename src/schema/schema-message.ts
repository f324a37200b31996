import {didYouMean} from '../errors/nearest.js'
import {pathOf, type FoldedError} from './fold-alternatives.js'
import {formsInWords, shown, typesInWords} from './words.js'

export interface SchemaMessage {
  /** A sentence without its subject, which is the value. */
  readonly message: string
  readonly hint?: string | undefined
  /** The key inside of the value that is wrong, when it is a key. */
  readonly key?: string
}

/** What an error of ajv says, in plain words, with the value that was found. */
export function messageOf(error: FoldedError): SchemaMessage {
  const {params, keyword, data} = error
  const found = shown(data)
  const limit = String(params['limit'])
  switch (keyword) {
    case 'type':
      return {message: `must be ${typesInWords(params['type'])}, not ${found}`, hint: hintForType(data, params['type'])}
    case 'enum': {
      const allowed = listOf(params['allowedValues'])
      const hint =
        typeof data === 'string'
          ? didYouMean(
              data,
              allowed.filter((one) => typeof one === 'string'),
            )
          : undefined
      return {message: `must be one of ${allowed.map(shown).join(', ')}, not ${found}`, hint}
    }
    case 'const':
      return {message: `must be ${shown(params['allowedValue'])}, not ${found}`}
    case 'minimum':
      return {message: `must be at least ${limit}, not ${found}`}
    case 'exclusiveMinimum':
      return {message: `must be more than ${limit}, not ${found}`}
    case 'maximum':
      return {message: `must be at most ${limit}, not ${found}`}
    case 'exclusiveMaximum':
      return {message: `must be less than ${limit}, not ${found}`}
    case 'multipleOf':
      return {message: `must be a multiple of ${String(params['multipleOf'])}, not ${found}`}
    case 'minLength':
      return {message: limit === '1' ? 'must not be empty' : `must have at least ${counted(limit, 'character')}, not ${found}`}
    case 'maxLength':
      return {message: `must have at most ${counted(limit, 'character')}, not ${found}`}
    case 'minItems':
      return {message: limit === '1' ? 'must not be empty' : `must have at least ${counted(limit, 'item')}`}
    case 'maxItems':
      return {message: `must have at most ${counted(limit, 'item')}`}
    case 'minProperties':
      return {message: limit === '1' ? 'must not be empty' : `must have at least ${counted(limit, 'key')}`}
    case 'maxProperties':
      return {message: `must have at most ${counted(limit, 'key')}`}
    case 'additionalItems':
    case 'items':
    case 'unevaluatedItems':
      return {message: `must have at most ${counted(String(params['limit'] ?? params['len']), 'item')}`}
    case 'uniqueItems':
      return {message: `has ${shown(listOf(data)[Number(params['i'])])} twice`}
    case 'pattern':
      return {message: `must match ${String(params['pattern'])}, which ${found} does not`}
    case 'format':
      return {message: `must be ${formsInWords(params['format'])}, not ${found}`}
    case 'required':
      return {message: `needs "${String(params['missingProperty'])}"`}
    case 'dependencies':
    case 'dependentRequired':
      return {message: `needs "${String(params['missingProperty'])}" where it has "${String(params['property'])}"`}
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return unknownKey(error, String(params['additionalProperty'] ?? params['unevaluatedProperty']))
    case 'propertyNames':
      return wrongKey(error, String(params['propertyName']))
    case 'false schema':
      return {message: 'cannot be given here'}
    case 'not':
      return {message: typeof data === 'object' && data !== null ? 'has a form that is ruled out' : `must not be ${found}`}
    case 'contains':
      return {message: itemsWanted(params)}
    case 'anyOf':
    case 'oneOf':
      return alternativesOf(error)
    default:
      return {message: error.message ?? 'is not as its schema says'}
  }
}

/** What each alternative lacks; those of another type become a list of types. */
function alternativesOf(error: FoldedError): SchemaMessage {
  const depth = pathOf(error).length
  const types = [...new Set((error.otherTypes ?? []).map(typesInWords))].join(' or ')
  const lacks = (error.alternatives ?? []).map((own) => own.map((one) => sentence(one, depth)).join(' and '))
  const message = [...new Set(lacks)].join(', or ')
  if (message !== '') {
    const [hint] = (error.alternatives ?? []).flat().flatMap((one) => messageOf(one).hint ?? [])
    return {message: types === '' ? message : `${message}, or be ${types}`, hint}
  }
  if (types !== '') return {message: `must be ${types}, not ${shown(error.data)}`}
  return {message: `fits ${error.keyword === 'oneOf' ? 'more than one' : 'none'} of the forms it may have`}
}

/** What one alternative lacks, with the way to it from the value that all of them are about. */
function sentence(error: FoldedError, depth: number): string {
  const inner = pathOf(error).slice(depth).join('.')
  return `${inner === '' ? '' : `"${inner}" `}${messageOf(error).message}`
}

function unknownKey({parentSchema}: FoldedError, key: string): SchemaMessage {
  const properties: unknown = parentSchema?.['properties']
  const known = typeof properties === 'object' && properties !== null ? Object.keys(properties) : []
  const list = known.length > 0 ? `its keys are ${known.join(', ')}` : undefined
  return {message: `has no key "${key}"`, hint: didYouMean(key, known) ?? list, key}
}

function wrongKey({alternatives = []}: FoldedError, key: string): SchemaMessage {
  const [why] = alternatives.flat().map((one) => messageOf({...one, data: key}).message)
  return {message: `cannot have a key "${key}"${why === undefined ? '' : `: a key ${why}`}`, key}
}

/** What makes a value of another type of this one, where it is easily said. */
function hintForType(value: unknown, wanted: unknown): string | undefined {
  const types = String(wanted).split(',')
  if ((typeof value === 'number' || typeof value === 'boolean') && types.includes('string'))
    return `put it in quotes: "${String(value)}"`
  if (typeof value !== 'string' || !types.some((type) => /^(integer|number|boolean)$/.test(type))) return undefined
  return /^(-?\d+(\.\d+)?|true|false)$/.test(value)
    ? 'write it without quotes; what comes from the environment is text'
    : undefined
}

/** Of the items that a list must have, how many. */
function itemsWanted({minContains: least, maxContains: most}: FoldedError['params']): string {
  if (typeof most === 'number') return `must have ${String(least)} to ${String(most)} of the items that its schema asks for`
  return typeof least === 'number' && least > 1
    ? `must have at least ${String(least)} of the items that its schema asks for`
    : 'lacks an item that it must have'
}

function counted(count: string, noun: string): string {
  return `${count} ${noun}${count === '1' ? '' : 's'}`
}

function listOf(values: unknown): readonly unknown[] {
  return Array.isArray(values) ? values : []
}
