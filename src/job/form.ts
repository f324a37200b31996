import {isJsonObject} from '../model/json.js'

/** Whether a value that was read from a file has a form. */
export type Form = (value: unknown) => boolean

export const isText: Form = (value) => typeof value === 'string'
export const isFlag: Form = (value) => typeof value === 'boolean'
/** JSON can hold a number that is too large to be one. */
export const isNumber: Form = (value) => Number.isFinite(value)
export const isMap: Form = isJsonObject
export const isTime: Form = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value))

export function oneOf(...values: readonly unknown[]): Form {
  return (value) => values.includes(value)
}

export function either(...forms: readonly Form[]): Form {
  return (value) => forms.some((form) => form(value))
}

export function listOf(form: Form): Form {
  return (value) => Array.isArray(value) && value.every(form)
}

export function mapOf(form: Form): Form {
  return (value) => isJsonObject(value) && Object.values(value).every(form)
}

/** An object with these keys of its own; it may have others. Those of `optional` may be absent. */
export function objectOf(fields: Readonly<Record<string, Form>>, optional: Readonly<Record<string, Form>> = {}): Form {
  const has = (value: object, name: string) => Object.hasOwn(value, name)
  return (value) =>
    isJsonObject(value) &&
    Object.entries(fields).every(([name, form]) => has(value, name) && form(value[name])) &&
    Object.entries(optional).every(([name, form]) => !has(value, name) || form(value[name]))
}
