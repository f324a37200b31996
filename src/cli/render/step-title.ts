import {visibleText} from '../preview/visible-text.js'
import {bytesText, countText, durationText} from '../../data/amounts.js'
import type {Result} from '../../model/result.js'

interface Named {
  readonly name: string
  readonly type: string
}

/** A step that has ended, in a line: `clean (data_cleaner)  9,876 rows  1.2 MB  3.4 s`. */
export function endedTitle({name, type}: Named, {metrics, execution_time: seconds, status, errors}: Result): string {
  const rows = ['rows_out', 'rows_written', 'rows_read']
    .map((metric) => metrics[metric])
    .find((count) => typeof count === 'number')
  const size = metrics['file_size_bytes']
  const parts = [
    `${name} (${type})`,
    ...(typeof rows === 'number' ? [`${countText(rows)} rows`] : []),
    ...(typeof size === 'number' ? [bytesText(size)] : []),
    seconds < 60 ? `${seconds.toFixed(1)} s` : durationText(seconds),
    ...(status === 'warning' ? ['with warnings'] : []),
    ...(status === 'error' ? [`failed: ${visibleText(errors[0]?.message ?? '')}`] : []),
  ]
  return parts.join('  ')
}

export function waitingTitle({name, type}: Named): string {
  return `${name} (${type})`
}

export function saidTitle({name, type}: Named, said: string): string {
  return `${name} (${type})  ${visibleText(said)}`
}
