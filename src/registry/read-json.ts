import {problem} from '../errors/problem.js'
import type {JsonValue} from '../model/json.js'
import type {Checked, Place} from '../model/problem.js'
import {jsonPlaces} from './json-places.js'

/** What is built from nested values is built by recursion: far more than an entry needs, far less than a stack holds. */
const maxDepth = 200

/** The value of a JSON text; when it is none, one problem that says what was expected and where. */
export function readJson(text: string, file: string, code: 'mod_package_not_json' | 'registry_not_json'): Checked<JsonValue> {
  const refused = (reason: string, at: Place) => ({ok: false, problems: [problem(code, `${file} ${reason}`, {at})]}) as const
  try {
    const value = JSON.parse(text) as JsonValue // JSON.parse gives nothing else
    return isDeeper(value, maxDepth)
      ? refused(`cannot be read: it is nested deeper than ${String(maxDepth)} levels`, {file})
      : {ok: true, value}
  } catch (error) {
    const {fault} = jsonPlaces(text, file)
    const reason = text.trim() === '' ? 'it is empty' : (fault?.reason ?? (error as SyntaxError).message)
    return refused(`is not JSON: ${reason}`, fault?.at ?? {file})
  }
}

function isDeeper(value: JsonValue, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  for (const inner of Object.values(value) as readonly JsonValue[]) if (isDeeper(inner, levels - 1)) return true
  return false
}
