import {setTimeout as sleep} from 'node:timers/promises'

/** Resolves after so many seconds, or when the signal is aborted. */
export async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  await sleep(seconds * 1000, undefined, {signal}).catch(() => undefined)
}
