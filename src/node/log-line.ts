import type {JsonValue} from '../model/json.js'
import {aliveFields} from './alive-line.js'

/** One log line as winston hands it on: level, message and whatever fields came with it. */
export interface LogEntry {
  readonly level: string
  readonly message: unknown
  readonly [field: string]: unknown
}

/**
 * A line as the log file holds it: JSON with timestamp (UTC), level, message, run_id, mod_name, then its own fields.
 * JSON has no raw newline, so one line is one entry whatever the message holds; and no field of a mod's takes the place of
 * these five.
 */
export function jsonLine({level, message, run_id, mod_name, timestamp: _, ...fields}: LogEntry, now: Date): string {
  return tame(JSON.stringify({timestamp: now.toISOString(), level, message, run_id, mod_name, ...fields}), {})
}

/** A line for reading: time, level, mod and message, with line ends and control characters escaped. */
export function textLine({level, message, run_id: _, mod_name: modName, ...fields}: LogEntry, now: Date): string {
  const who = modName === '' || modName === undefined ? '' : ` ${String(modName)}:`
  const more = Object.entries(message === 'alive' ? aliveFields(fields) : fields).map(
    ([name, value]) => ` ${name}=${shown(value as JsonValue)}`,
  )
  return tame(`${now.toISOString()} ${level.toUpperCase().padEnd(5)}${who} ${String(message)}${more.join('')}`, names)
}

function shown(value: JsonValue): string {
  return typeof value === 'string' && /^[^\s="]+$/.test(value) ? value : JSON.stringify(value)
}

type Names = Readonly<Record<string, string>>

const names: Names = {'\n': '\\n', '\r': '\\r', '\t': '\\t'}

/** Text in which no character can start a new line, reach the terminal as a command or turn the direction of what follows. */
function tame(text: string, short: Names): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (char) => short[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
