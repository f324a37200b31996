import type {JsonValue} from '../model/json.js'

type Jsonised =
  {readonly ok: true; readonly value: JsonValue} | {readonly ok: false; readonly reason: string; readonly isTooMuch?: boolean}

/** How much a result may hold, in characters: it is meant for reports, and not for data. */
const most = 16 * 1024 * 1024

/** What is left of that, for all that is put into one document. */
export interface Room {
  left: number
}

export function newRoom(): Room {
  return {left: most}
}

/** Deeper than this nothing meant for a report goes; it also ends a circle. */
const deepest = 64

/**
 * A copy of a value as JSON holds it: bigints as numbers while they are safe, else as text; dates as ISO text; keys
 * whose value is undefined left out. What JSON has no way to write (NaN, a function, a circle) is refused with a reason.
 */
export function toJson(value: unknown, room: Room = newRoom(), depth = 0): Jsonised {
  if (depth > deepest) return refused('a circle, or nested too deep')
  room.left -= typeof value === 'string' ? value.length + 1 : 1
  if (room.left < 0) return {...refused(`more than ${String(most / 2 ** 20)} million characters`), isTooMuch: true}
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return {ok: true, value}
  if (typeof value === 'number') return Number.isFinite(value) ? {ok: true, value} : refused(String(value))
  if (typeof value === 'bigint') return {ok: true, value: isSafe(value) ? Number(value) : value.toString()}
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? refused('an invalid date') : {ok: true, value: value.toISOString()}
  if (Array.isArray(value)) return list(value, room, depth)
  if (typeof value === 'object') return map(value, room, depth)
  return refused(value === undefined ? 'undefined' : `a ${typeof value}`)
}

function list(values: readonly unknown[], room: Room, depth: number): Jsonised {
  const out: JsonValue[] = []
  for (const value of values) {
    const json = toJson(value, room, depth + 1)
    if (!json.ok) return json
    out.push(json.value)
  }
  return {ok: true, value: out}
}

function map(value: object, room: Room, depth: number): Jsonised {
  const out: [string, JsonValue][] = []
  for (const [key, entry] of Object.entries(value)) {
    if (entry === undefined) continue
    room.left -= key.length
    const json = toJson(entry, room, depth + 1)
    if (!json.ok) return json
    out.push([key, json.value])
  }
  return {ok: true, value: Object.fromEntries(out)}
}

function isSafe(value: bigint): boolean {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
}

function refused(reason: string) {
  return {ok: false, reason} as const
}
