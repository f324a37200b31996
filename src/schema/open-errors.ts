import type {ErrorObject} from 'ajv'
import {isJsonObject} from '../model/json.js'
import {own} from '../model/own.js'
import {holdsOpaque} from './shield.js'

/** Whether an error was found in a part of the schema (default: all), and of the value, whose errors another gathers. */
export type IsWithin = (error: ErrorObject, fold: ErrorObject, part?: unknown) => boolean

/** Keywords that hold or fail by what parts of them find. */
const gathering = new Set(['anyOf', 'oneOf', 'contains', 'not', 'propertyNames'])
/** Keywords that look at all of a value, so that they cannot judge one which holds what is yet to come. */
const whole = new Set(['const', 'enum', 'contains', 'not', 'uniqueItems'])

/** The errors that are not to be told, since they depend on a value that nobody can judge yet. */
export function openErrors(errors: readonly ErrorObject[], isWithin: IsWithin): ReadonlySet<ErrorObject> {
  const conditions = errors.filter(isOpenCondition)
  const isOpen = (error: ErrorObject): boolean =>
    typeof error.data === 'symbol' ||
    (whole.has(error.keyword) && holdsOpaque(error.data)) ||
    conditions.some((condition) => sidesOf(condition).some((side) => isWithin(error, condition, side))) ||
    (gathering.has(error.keyword) && errors.some((other) => isWithin(other, error) && isOpen(other)))
  return new Set(errors.filter(isOpen))
}

/** Whether an `if` asked for a value that is yet to come, so that nobody can say which of its sides holds. */
function isOpenCondition({keyword, parentSchema, data}: ErrorObject): boolean {
  const condition: unknown = keyword === 'if' ? parentSchema?.['if'] : undefined
  const asked = isJsonObject(condition) && isJsonObject(condition['properties']) ? Object.keys(condition['properties']) : []
  return isJsonObject(data) && asked.some((name) => holdsOpaque(own(data, name)))
}

function sidesOf({parentSchema}: ErrorObject): readonly unknown[] {
  const {then, else: otherwise} = parentSchema ?? {}
  return [then, otherwise].filter((side) => side !== undefined)
}
