import {clipped} from '../errors/message-of.js'
import type {JsonValue} from '../model/json.js'
import type {Logger} from '../model/mod.js'
import {toJson} from '../result/to-json.js'

type Fields = Readonly<Record<string, JsonValue>>

/** The logger that a mod gets: whatever it is given becomes a line, since to log can be no reason to fail. */
export function modLogger(logger: Logger): Logger {
  const line = (level: keyof Logger) => (message: unknown, fields?: unknown) => {
    const text = clipped(typeof message === 'string' ? message : shown(message))
    if (fields === undefined || fields === null) logger[level](text)
    else logger[level](text, fieldsOf(fields))
  }
  return {debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error')}
}

function fieldsOf(fields: unknown): Fields {
  const json = jsonOf(fields)
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Fields
  return {fields: json}
}

/** What JSON can hold of a value; of a map in which one thing cannot be held, the others. */
function jsonOf(value: unknown): JsonValue {
  try {
    const json = toJson(value)
    if (json.ok) return json.value
    if (typeof value !== 'object' || value === null) return `(${json.reason})`
    const entries = Object.entries(value).map(([name, one]) => {
      const held = toJson(one)
      return [name, held.ok ? held.value : `(${held.reason})`] as const
    })
    return Object.fromEntries(entries)
  } catch {
    return '(what cannot be read)'
  }
}

function shown(message: unknown): string {
  const json = jsonOf(message)
  return typeof json === 'string' ? json : JSON.stringify(json)
}
