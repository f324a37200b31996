import {setTimeout as sleep} from 'node:timers/promises'
import {DataPyError} from '../errors/datapy-error.js'
import {problem} from '../errors/problem.js'
import {takeLock} from './lock.js'
import type {LockOwner} from './lock-owner.js'

const firstPauseMs = 15
const longestPauseMs = 200

export interface WithLockOptions {
  /** How long to wait for another's lock. Default 30,000 ms. */
  readonly waitMs?: number
}

/** What `work` gives, done while the lock is held. Throws a DataPyError, code lock_held, when it is not to be had in time. */
export async function withLock<T>(path: string, work: () => Promise<T>, {waitMs = 30_000}: WithLockOptions = {}): Promise<T> {
  const until = performance.now() + waitMs
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 1.2, longestPauseMs)) {
    const lock = await takeLock(path)
    if (lock.taken) {
      try {
        return await work()
      } finally {
        await lock.release()
      }
    }
    if (performance.now() >= until) throw new DataPyError([heldBy(path, lock.owner)])
    // Who waits for long asks seldom: fifty that ask all the time would take the processor from the one that works.
    await sleep(pauseMs * (0.5 + Math.random()))
  }
}

function heldBy(path: string, owner: LockOwner | undefined) {
  const who = owner === undefined ? 'something that does not name itself' : `process ${String(owner.pid)} on ${owner.host}`
  return problem('lock_held', `${path} is held by ${who}`, {
    at: {file: path},
    hint: 'if that process is gone, remove the file and try again',
  })
}
