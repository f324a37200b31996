import {DuckDBDateValue, DuckDBTimestampTZValue, DuckDBTimestampValue} from '@duckdb/node-api'
import type {Cell} from '../model/dataset.js'
import {toCell} from './cells.js'

/** As many days as a reader remembers: those of some 270 years. */
const mostDays = 100_000
const secondMicros = 1_000_000
const dayMicros = 86_400 * secondMicros

/** Writes days since 1970 as ISO text, each day once. */
export function dayTexts(): (days: number) => Cell {
  const known = new Map<number, Cell>()
  return (days) => {
    const found = known.get(days)
    if (found !== undefined) return found
    if (known.size >= mostDays) known.clear()
    const text = toCell(new DuckDBDateValue(days))
    known.set(days, text)
    return text
  }
}

/** Writes microseconds since 1970 as ISO text, with as many digits of the fraction as are needed. */
export function momentTexts(isZoned: boolean): (micros: bigint | number) => Cell {
  const dayText = dayTexts()
  return (micros) => {
    // Before 1684 or after 2255, infinities among them.
    if (typeof micros === 'bigint') return toCell(isZoned ? new DuckDBTimestampTZValue(micros) : new DuckDBTimestampValue(micros))
    const days = Math.floor(micros / dayMicros)
    return `${String(dayText(days))}T${timeText(micros - days * dayMicros)}${isZoned ? 'Z' : ''}`
  }
}

function timeText(micros: number): string {
  const seconds = Math.floor(micros / secondMicros)
  const minutes = Math.floor(seconds / 60)
  const text = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds % 60)}`
  const fraction = micros % secondMicros
  return fraction === 0 ? text : `${text}.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`
}

function two(number: number): string {
  return number < 10 ? `0${String(number)}` : String(number)
}
