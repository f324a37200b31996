import type {AnySchema, ErrorObject} from 'ajv'
import {didYouMean} from '../errors/nearest.js'
import {isJsonObject, type JsonSchema} from '../model/json.js'
import {partsWithin} from './known-params.js'
import {openErrors, type IsWithin} from './open-errors.js'

/** The way from the top of the parameters to the value that an error is about. */
export function pathOf({instancePath}: Pick<ErrorObject, 'instancePath'>): readonly (number | string)[] {
  return instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step))
}

/** An error that stands for those that it gathers. */
export interface FoldedError extends ErrorObject {
  /** What each alternative lacks that could have been meant. */
  readonly alternatives?: readonly (readonly FoldedError[])[]
  /** The types of the alternatives that the value is not of. */
  readonly otherTypes?: readonly unknown[]
}

/** Keywords that gather what other parts of the schema find. */
const gathering = new Set(['anyOf', 'oneOf', 'contains', 'not', 'propertyNames'])

/**
 * Errors as they are told: of an anyOf or oneOf, those of the alternative that was most likely meant, or one error for
 * all of them; and none about a value that nobody can judge yet. `root` is the schema that they come from.
 */
export function foldAlternatives(errors: readonly ErrorObject[], root: AnySchema): readonly FoldedError[] {
  const isWithin = withinParts(isJsonObject(root) ? root : {})
  const open = openErrors(errors, isWithin)
  const fold = (some: readonly ErrorObject[]): readonly FoldedError[] => {
    const folds = some.filter(({keyword}) => gathering.has(keyword))
    return some
      .filter((error) => error.keyword !== 'if' && !open.has(error) && !folds.some((other) => isWithin(error, other)))
      .flatMap((error) => {
        if (!folds.includes(error)) return [error]
        const parts: readonly unknown[] = Array.isArray(error.schema) ? error.schema : [error.schema]
        return meant(
          error,
          parts.map((part) => fold(some.filter((other) => isWithin(other, error, part)))),
        )
      })
  }
  return fold(errors)
}

/** Known by the objects of the schema, since the path that ajv gives starts anew at every `$ref`. */
function withinParts(root: JsonSchema): IsWithin {
  const known = new Map<unknown, ReadonlySet<unknown>>()
  const partsOf = (part: unknown) => {
    const parts = known.get(part) ?? partsWithin([part], root)
    known.set(part, parts)
    return parts
  }
  return (error, fold, part = fold.schema) =>
    error !== fold &&
    (error.instancePath === fold.instancePath || error.instancePath.startsWith(`${fold.instancePath}/`)) &&
    partsOf(part).has(error.parentSchema)
}

/** The errors to tell for all that an error gathers. */
function meant(error: ErrorObject, alternatives: readonly (readonly FoldedError[])[]): readonly FoldedError[] {
  const isOfOtherType = (one: FoldedError) => one.keyword === 'type' && one.instancePath === error.instancePath
  const possible = alternatives.filter((own) => own.length > 0 && !own.some(isOfOtherType))
  const otherTypes = alternatives.flatMap((own) => own.filter(isOfOtherType).map((one): unknown => one.params['type']))
  const least = Math.min(...possible.map(costOf))
  const nearest = possible.filter((own) => costOf(own) === least)
  const [only, second] = nearest
  const isDeeper = only?.every(({instancePath, keyword}) => instancePath !== error.instancePath || shape.has(keyword)) ?? false
  const isChoice = error.keyword === 'anyOf' || error.keyword === 'oneOf'
  if (isChoice && only !== undefined && second === undefined && isDeeper) return only
  return [{...error, alternatives: nearest, otherTypes}]
}

/** Keywords that say which keys a map has: a map that has other keys was meant to be something else. */
const shape = new Set(['required', 'additionalProperties', 'unevaluatedProperties'])

/** How far a value is from an alternative of its type: other keys count more than wrong values, slips of the pen less. */
function costOf(errors: readonly FoldedError[]): number {
  return errors.reduce((sum, {keyword, params, parentSchema}) => {
    const properties: unknown = parentSchema?.['properties']
    const known = isJsonObject(properties) ? Object.keys(properties) : []
    const isSlip = keyword === 'additionalProperties' && didYouMean(String(params['additionalProperty']), known) !== undefined
    return sum + (isSlip ? 5 : shape.has(keyword) ? 10 : 1)
  }, 0)
}
