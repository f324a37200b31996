import type {JsonValue} from '../model/json.js'

const form = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)?$/
const secondsIn = {ms: 0.001, s: 1, m: 60, h: 3600}

/** Seconds of a duration as a job writes it: a number of seconds, or a text such as `90s`, `5m`, `1.5h`. */
export function secondsOfDuration(value: JsonValue | undefined): number | undefined {
  if (typeof value === 'number') return value
  const [, count, unit = 's'] = (typeof value === 'string' && form.exec(value)) || []
  return count === undefined ? undefined : Number(count) * secondsIn[unit as keyof typeof secondsIn]
}
