import type {Materialize} from '../model/job.js'
import {isJsonObject, type JsonObject, type JsonValue} from '../model/json.js'
import {describeValue} from './describe-value.js'
import {secondsOfDuration} from './duration.js'
import type {FieldReader} from './field-reader.js'
import {checkIsolation} from './isolation.js'
import {retryKeys} from './retry-policy.js'

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

/** What a timer of Node can count, in seconds: 2^31 milliseconds. */
const longest = 2_147_483

/** Checks the form of the options whose form this version knows. */
export function checkOptions(fields: FieldReader, path: readonly string[], options: JsonObject): void {
  durationAt(fields, [...path, '_timeout'], options['_timeout'])
  materializeAt(fields, [...path, '_materialize'], options['_materialize'])
  const after = options['_depends_on']
  const isNames = typeof after === 'string' || (Array.isArray(after) && after.every((one) => typeof one === 'string'))
  if (after !== undefined && !isNames) fields.wrong([...path, '_depends_on'], 'the name of a mod, or a list of such names', after)
  for (const option of ['_always_run', '_checkpoint'])
    if (typeof (options[option] ?? true) !== 'boolean') fields.wrong([...path, option], 'true or false', options[option] ?? null)
  const items = options['_for_each']
  if (items !== undefined && typeof items !== 'string' && !Array.isArray(items))
    fields.wrong([...path, '_for_each'], 'a list, a glob, or a reference to a list', items)
  checkIsolation(fields, [...path, '_isolate'], options['_isolate'])
  if (options['_retry'] !== undefined) checkRetry(fields, [...path, '_retry'], options['_retry'])
}

function checkRetry(fields: FieldReader, path: readonly string[], retry: JsonValue): void {
  if (!isJsonObject(retry)) {
    if (!isCount(retry)) fields.wrong(path, 'a number of attempts, or a map such as {attempts: 3, backoff: 5s}', retry)
    return
  }
  fields.known(path, retry, retryKeys, '_retry')
  const {attempts, backoff, factor, max, jitter, on} = retry
  if (attempts !== undefined && !isCount(attempts)) fields.wrong([...path, 'attempts'], 'a number from 1 to 100', attempts)
  durationAt(fields, [...path, 'backoff'], backoff)
  durationAt(fields, [...path, 'max'], max)
  if (factor !== undefined && (typeof factor !== 'number' || factor < 1))
    fields.wrong([...path, 'factor'], 'a number from 1 up', factor)
  if (typeof (jitter ?? true) !== 'boolean') fields.wrong([...path, 'jitter'], 'true or false', jitter ?? null)
  if (on !== undefined && on !== 'all' && on !== 'transient') fields.wrong([...path, 'on'], 'transient or all', on)
}

function isCount(value: JsonValue): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 100
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
  const seconds = secondsOfDuration(value)
  if ((typeof value !== 'number' && typeof value !== 'string') || seconds === undefined || seconds <= 0) {
    fields.wrong(path, 'a time such as 90, 90s, 5m or 1h', value)
    return {}
  }
  if (seconds > longest)
    fields.refuse(`${path.join('.')} is at most ${String(longest)} seconds, not ${describeValue(value)}`, path, 'value')
  return {timeout: value}
}
