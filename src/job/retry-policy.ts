import {isJsonObject, type JsonValue} from '../model/json.js'
import {secondsOfDuration} from './duration.js'

/** How often a mod is tried, and how long is waited between. */
export interface RetryPolicy {
  /** In all, the first one counted. */
  readonly attempts: number
  /** Seconds before the second attempt. */
  readonly backoff: number
  /** By which each wait is longer than the one before. */
  readonly factor: number
  /** The longest wait, in seconds. */
  readonly max: number
  /** Whether waits are shortened at random, so that many do not come back at the same moment. */
  readonly jitter: boolean
  /** Which failures are worth it: those that say they pass, or all but wrong parameters and a cancel. */
  readonly on: 'all' | 'transient'
}

export const retryKeys = ['attempts', 'backoff', 'factor', 'max', 'jitter', 'on'] as const
const standard: RetryPolicy = {attempts: 3, backoff: 1, factor: 2, max: 60, jitter: true, on: 'transient'}
const once: RetryPolicy = {...standard, attempts: 1}

/** The policy that `_retry` stands for, whose form has been checked: a number of attempts, or a map. */
export function retryPolicy(written: JsonValue | undefined): RetryPolicy {
  if (typeof written === 'number') return {...standard, attempts: written}
  if (!isJsonObject(written)) return once
  const {attempts, backoff, factor, max, jitter, on} = written
  return {
    attempts: typeof attempts === 'number' ? attempts : standard.attempts,
    backoff: secondsOfDuration(backoff) ?? standard.backoff,
    factor: typeof factor === 'number' ? factor : standard.factor,
    max: secondsOfDuration(max) ?? standard.max,
    jitter: typeof jitter === 'boolean' ? jitter : standard.jitter,
    on: on === 'all' ? 'all' : 'transient',
  }
}

/** Seconds to wait after an attempt, from 1, has failed; `random` is from 0 to 1. */
export function waitAfter({backoff, factor, max, jitter}: RetryPolicy, attempt: number, random: number): number {
  const full = Math.min(max, backoff * factor ** (attempt - 1))
  return jitter ? full * (0.5 + random / 2) : full
}
