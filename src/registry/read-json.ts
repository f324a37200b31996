import {problem} from '../errors/problem.js'
import type {JsonValue} from '../model/json.js'
import type {Checked} from '../model/problem.js'
import {jsonPlaces} from './json-places.js'

/** The value of a JSON text; when it is none, one problem that says what was expected and where. */
export function readJson(text: string, file: string, code: 'mod_package_not_json' | 'registry_not_json'): Checked<JsonValue> {
  try {
    return {ok: true, value: JSON.parse(text) as JsonValue} // JSON.parse gives nothing else
  } catch (error) {
    const {fault} = jsonPlaces(text, file)
    const reason = text.trim() === '' ? 'it is empty' : (fault?.reason ?? (error as SyntaxError).message)
    return {ok: false, problems: [problem(code, `${file} is not JSON: ${reason}`, {at: fault?.at ?? {file}})]}
  }
}
