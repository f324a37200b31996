import {DataPyError} from '../errors/datapy-error.js'
import {problem} from '../errors/problem.js'

/** A signal that is aborted when its parent is, or when its time is up; `clear` stops the clock. */
export interface Deadline {
  readonly signal: AbortSignal
  clear(): void
}

/** Adds a time limit to a signal. The reason of its abort is a DataPyError, code timed_out. Undefined: no limit. */
export function deadline(parent: AbortSignal, seconds: number | undefined, whose: string): Deadline {
  if (seconds === undefined) return {signal: parent, clear: () => undefined}
  const controller = new AbortController()
  const timer = setTimeout(() => {
    controller.abort(new DataPyError([problem('timed_out', `${whose} took longer than its timeout of ${String(seconds)} s`)]))
  }, seconds * 1000)
  return {
    signal: AbortSignal.any([parent, controller.signal]),
    clear() {
      clearTimeout(timer)
    },
  }
}

const units: Readonly<Record<string, number>> = {'': 1, ms: 0.001, s: 1, m: 60, h: 3600}

/** Seconds of a duration as a job writes it: a number of seconds, or a text such as `90s`, `5m`, `1.5h`. */
export function secondsOf(duration: unknown): number | undefined {
  if (typeof duration === 'number') return duration > 0 ? duration : undefined
  const match = typeof duration === 'string' ? /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)?$/.exec(duration) : null
  const unit = match === null ? undefined : units[match[2] ?? '']
  return match === null || unit === undefined ? undefined : Number(match[1]) * unit
}
