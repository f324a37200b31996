import {visibleText} from '../preview/visible-text.js'
import type {JobResult, Result, SkippedResult} from '../../model/result.js'

/** One line a mod: how it ended, how long it took and what it counted; of one that was not run again, why. */
export function renderModLines({mods}: JobResult, reasons: ReadonlyMap<string, string> = new Map()): string {
  const width = Math.max(0, ...Object.keys(mods).map((name) => name.length))
  return Object.entries(mods)
    .map(([name, result]) => `${name.padEnd(width)}  ${lineOf(result, reasons.get(name))}\n`)
    .join('')
}

function lineOf(result: Result | SkippedResult, why: string | undefined): string {
  if (result.status === 'skipped') return `skipped  ${visibleText(result.reason)}`
  const metrics = Object.entries(result.metrics).filter(([, value]) => typeof value === 'number' && value !== 0)
  const line =
    `${result.status.padEnd(7)}  ${result.reused === true ? `reused${why === undefined ? '' : `, ${why}`}  ` : ''}${result.execution_time.toFixed(2)} s  ${metrics.map(([name, value]) => `${name}=${String(value)}`).join(' ')}`.trimEnd()
  // A metric is called what its mod calls it: it begins no line of its own.
  return visibleText(line)
}
