import {DataPyError} from '../errors/datapy-error.js'
import {problem} from '../errors/problem.js'
import {secondsOfDuration} from '../job/duration.js'

/** A signal that is aborted when its parent is, or when its time is up; `clear` stops the clock. */
export interface Deadline {
  readonly signal: AbortSignal
  clear(): void
}

/** In milliseconds, some 25 days: a longer one would fire at once. */
const longestTimer = 2 ** 31 - 1

/** Adds a time limit to a signal. The reason of its abort is a DataPyError, code timed_out. Undefined: no limit. */
export function deadline(parent: AbortSignal, seconds: number | undefined, whose: string): Deadline {
  if (seconds === undefined) return {signal: parent, clear: () => undefined}
  const controller = new AbortController()
  const cell: {timer?: NodeJS.Timeout} = {}
  const wait = (ms: number) => {
    cell.timer = setTimeout(
      () => {
        if (ms > longestTimer) wait(ms - longestTimer)
        else
          controller.abort(
            new DataPyError([problem('timed_out', `${whose} took longer than its timeout of ${String(seconds)} s`)]),
          )
      },
      Math.min(ms, longestTimer),
    )
  }
  wait(seconds * 1000)
  return {
    signal: AbortSignal.any([parent, controller.signal]),
    clear() {
      clearTimeout(cell.timer)
    },
  }
}

/** Seconds of a duration as a job writes it; undefined for what is none, and for none at all. */
export function secondsOf(duration: unknown): number | undefined {
  const seconds = typeof duration === 'number' || typeof duration === 'string' ? secondsOfDuration(duration) : undefined
  return seconds !== undefined && seconds > 0 ? seconds : undefined
}
