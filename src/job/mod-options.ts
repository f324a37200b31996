import type {Materialize} from '../model/job.js'
import type {JsonObject, JsonValue} from '../model/json.js'
import {describeValue} from './describe-value.js'
import type {FieldReader} from './field-reader.js'

/** The keys of a mod that belong to the framework. */
export const modOptions = [
  '_type',
  '_depends_on',
  '_retry',
  '_timeout',
  '_always_run',
  '_for_each',
  '_materialize',
  '_checkpoint',
  '_isolate',
] as const

const duration = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)?$/
const secondsIn = {ms: 0.001, s: 1, m: 60, h: 3600}
/** What a timer of Node can count, in seconds: 2^31 milliseconds. */
const longest = 2_147_483

/** Checks the form of the options whose form this version knows. */
export function checkOptions(fields: FieldReader, path: readonly string[], options: JsonObject): void {
  durationAt(fields, [...path, '_timeout'], options['_timeout'])
  materializeAt(fields, [...path, '_materialize'], options['_materialize'])
  const after = options['_depends_on']
  const isNames = typeof after === 'string' || (Array.isArray(after) && after.every((one) => typeof one === 'string'))
  if (after !== undefined && !isNames) fields.wrong([...path, '_depends_on'], 'the name of a mod, or a list of such names', after)
}

export function materializeAt(fields: FieldReader, path: readonly string[], value: JsonValue | undefined): Materialize {
  if (value === 'always' || value === 'never') return value
  if (value !== undefined) fields.wrong(path, 'always or never', value)
  return 'always'
}

/** A time limit: seconds, or a text such as `90s`, `5m`, `1.5h`; as it is written. */
export function durationAt(
  fields: FieldReader,
  path: readonly string[],
  value: JsonValue | undefined,
): {readonly timeout?: number | string} {
  if (value === undefined) return {}
  const seconds = secondsOf(value)
  if ((typeof value !== 'number' && typeof value !== 'string') || seconds === undefined || seconds <= 0) {
    fields.wrong(path, 'a time such as 90, 90s, 5m or 1h', value)
    return {}
  }
  if (seconds > longest)
    fields.refuse(`${path.join('.')} is at most ${String(longest)} seconds, not ${describeValue(value)}`, path, 'value')
  return {timeout: value}
}

function secondsOf(value: JsonValue): number | undefined {
  if (typeof value === 'number') return value
  const [, count, unit = 's'] = (typeof value === 'string' && duration.exec(value)) || []
  return count === undefined ? undefined : Number(count) * secondsIn[unit as keyof typeof secondsIn]
}
