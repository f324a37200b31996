import {bytesText, countText, durationText} from '../../data/amounts.js'
import type {StepProgress} from '../../run/running-step.js'

export interface LiveStep {
  readonly name: string
  readonly type: string
  readonly progress: StepProgress
  readonly seconds: number
  /** Bytes of memory that the process takes. */
  readonly memory: number
}

/** One line, no longer than `width`, about a mod that runs: `clean (data_cleaner)  41%  3.2M rows  12s  240 MB`. */
export function renderLiveStep({name, type, progress, seconds, memory}: LiveStep, width: number): string {
  const {share, rows, spilled} = progress
  const parts = [
    `${name} (${type})`,
    ...(share === undefined ? [] : [`${String(Math.floor(share * 100))}%`]),
    ...(rows === undefined ? [] : [`${countText(rows)} rows`]),
    durationText(seconds),
    bytesText(memory),
    ...(spilled === 0 ? [] : [`${bytesText(spilled)} on disk`]),
  ]
  return parts.join('  ').slice(0, Math.max(0, width))
}
