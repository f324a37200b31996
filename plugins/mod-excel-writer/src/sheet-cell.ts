import type {Row} from 'datapy/mod'

type Value = Row[string]

/** What a cell is written as: text, number, truth, or a moment in UTC, as days, with the format in which Excel shows it. */
export type SheetCell =
  boolean | number | string | {readonly value: number; readonly type: NumberConstructor; readonly format: string} | null

/** Excel's own limit. */
const mostCharacters = 32_767
/** Excel has no days before this one. */
const firstDay = '1900-03-01'

const dayMilliseconds = 86_400_000
/** Days from Excel's day 0 to 1970. */
const unixEpoch = 25_569

/**
 * What XML cannot hold, reads as something else (a carriage return), or what the package would leave out without a word; and
 * what Excel would take for something that is written in the way in which such is.
 */
const unheld = /[\0-\x08\x0B-\x1F\x7F-\x9F\uFFFD\p{Noncharacter_Code_Point}]|_(?=x[0-9A-Fa-f]{4}_)/gu

/** A value of a column of a DuckDB type, as a cell; or why there can be none. */
export function sheetCell(value: Value, type: string): SheetCell | {readonly fault: string} {
  if (value === null) return null
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : {fault: `${String(value)} is no number that Excel has`}
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'string') return isMoment(type) ? moment(value, type) : text(value)
  return text(value instanceof Uint8Array ? Buffer.from(value).toString('base64') : JSON.stringify(value, jsonSafe))
}

function text(value: string): string | {readonly fault: string} {
  if (value.length > mostCharacters)
    return {fault: `a text of ${String(value.length)} characters is longer than a cell, which holds ${String(mostCharacters)}`}
  return escaped(value)
}

/**
 * A text with what XML cannot hold in the way in which Excel writes it. So is the first character of a text that every
 * JavaScript object has as a property, such as `constructor`: the package looks its texts up in one, and would find that.
 */
export function escaped(value: string): string {
  const held = value.replaceAll(unheld, (one) => Array.from({length: one.length}, (_, at) => escapeOf(one, at)).join(''))
  return held in Object.prototype ? escapeOf(held, 0) + held.slice(1) : held
}

function escapeOf(text: string, at: number): string {
  return `_x${text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0')}_`
}

/** Whether a number, day or time had to become text, since Excel has none like it. */
export function isTextInstead(value: Value, type: string, cell: SheetCell): boolean {
  if (typeof cell !== 'string') return false
  return typeof value === 'bigint' || (typeof value === 'string' && (isMoment(type) || type.startsWith('DECIMAL')))
}

function isMoment(type: string): boolean {
  return type === 'DATE' || type.startsWith('TIMESTAMP')
}

/** A day or a time as Excel has them; one that it does not have, or not as finely, is text. */
function moment(value: string, type: string): SheetCell {
  const isDay = type === 'DATE'
  const zoned = isDay ? `${value}T00:00:00Z` : /Z$|[+-]\d\d(:\d\d)?$/.test(value) ? value : `${value}Z`
  const date = new Date(zoned)
  const isWhole = !/\.\d{3}\d*[1-9]/.test(value)
  if (!/^\d{4}-/.test(value) || value < firstDay || Number.isNaN(date.getTime()) || !isWhole) return value
  const format = isDay ? 'yyyy-mm-dd' : date.getTime() % 1000 === 0 ? 'yyyy-mm-dd hh:mm:ss' : 'yyyy-mm-dd hh:mm:ss.000'
  return {value: serialOf(date.getTime()), type: Number, format}
}

/** The days that Excel counts: of those next to a moment the one not before it, since there are readers that round down. */
function serialOf(moment: number): number {
  let serial = moment / dayMilliseconds + unixEpoch
  while ((serial - unixEpoch) * dayMilliseconds < moment) serial *= 1 + Number.EPSILON
  return serial
}

function jsonSafe(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
