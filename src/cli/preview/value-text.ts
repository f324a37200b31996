import type {JsonValue} from '../../model/json.js'
import {visibleText} from './visible-text.js'

/** How null is shown. A text that reads like it is shown in quotes, and so is the empty one. */
export const nullText = 'null'

/** A value of a column of this type as a table shows it, on one line: decimals with all the places that their type has. */
export function valueText(value: JsonValue, type = ''): string {
  if (value === null) return nullText
  const scale = typeof value === 'number' ? /^DECIMAL\(\d+,(\d+)\)$/.exec(type)?.[1] : undefined
  if (typeof value === 'number' && scale !== undefined) return value.toFixed(Number(scale))
  if (value === '' || value === nullText) return JSON.stringify(value)
  const text = typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value)
  return visibleText(text)
}

/** Text of no more characters than that, with a mark where some are missing. */
export function cutText(text: string, characters: number): string {
  // Twice as many units hold them all; what lies behind need not be taken apart.
  const start = [...text.slice(0, 2 * characters + 2)]
  return start.length <= characters ? text : `${start.slice(0, characters - 1).join('')}…`
}

/** A count with a mark between thousands. */
export function countText(count: number): string {
  return count.toLocaleString('en-US')
}

/** A count with its noun. */
export function amountText(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? '' : 's'}`
}
