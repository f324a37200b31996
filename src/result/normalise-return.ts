import {exitCodes} from '../errors/exit-codes.js'
import {clipped} from '../errors/message-of.js'
import {problem} from '../errors/problem.js'
import {isJsonObject, type JsonObject, type JsonValue} from '../model/json.js'
import type {Place, Problem} from '../model/problem.js'
import type {ModReturn} from '../model/result.js'
import {failedReturn, isErrorExitCode} from './failed-return.js'
import {newRoom, toJson, type Room} from './to-json.js'

/** More warnings, or errors, nobody reads one by one; rows with faults belong into a table of rejects. */
const mostMessages = 1000

/** More metrics, or globals, are a table. */
const mostNames = 10_000

const fields = ['status', 'exit_code', 'metrics', 'artifacts', 'globals', 'warnings', 'errors'] as const

/**
 * What a mod returned, held to the contract: an object with every field, a known status, an exit code that agrees with
 * it, metrics and globals that JSON can hold. Anything else becomes an error return, which keeps what could be read.
 */
export function normaliseReturn(returned: unknown): ModReturn {
  if (!isJsonObject(returned)) {
    return failedReturn([
      bad(`the mod returned ${describe(returned)}`, 'return result.success(), result.warning() or result.error()'),
    ])
  }
  const lies: Problem[] = []
  const missing = fields.filter((field) => returned[field] === undefined)
  if (missing.length > 0) lies.push(bad(`the mod's result lacks ${missing.map((field) => `"${field}"`).join(', ')}`))
  const room = newRoom()
  const collected = {
    metrics: jsonMap(returned, 'metrics', lies, room),
    artifacts: artifactsOf(returned['artifacts'], lies),
    globals: jsonMap(returned, 'globals', lies, room),
    warnings: messages(returned, 'warnings', exitCodes.warning, lies),
    errors: messages(returned, 'errors', exitCodes.mod_failed, lies),
  }
  const verdict = verdictOf(returned, collected.errors, lies)
  if (lies.length > 0) {
    return {...collected, status: 'error', exit_code: exitCodes.mod_failed, errors: [...collected.errors, ...lies]}
  }
  return {...collected, ...verdict}
}

type Verdict = {status: 'error'; exit_code: 30} | Pick<ModReturn, 'exit_code' | 'status'>

function verdictOf(returned: JsonObject, errors: readonly Problem[], lies: Problem[]) {
  const {status, exit_code: exitCode} = returned
  if (status === 'error' && isErrorExitCode(exitCode)) {
    if (errors.length === 0) lies.push(bad('the mod says error and gives no reason', 'call result.addError(message)'))
    return {status, exit_code: exitCode} satisfies Verdict
  }
  if ((status === 'success' || status === 'warning') && errors.length > 0) {
    lies.push(bad(`the mod says ${status}, yet reports ${String(errors.length)} error(s)`))
  }
  if (status === 'success' && exitCode === exitCodes.success) return {status, exit_code: exitCode} as const
  if (status === 'warning' && exitCode === exitCodes.warning) return {status, exit_code: exitCode} as const
  if (status === 'success' || status === 'warning' || status === 'error') {
    lies.push(bad(`the mod says ${status} with exit code ${describe(exitCode)}`))
  } else if (status !== undefined) {
    lies.push(bad(`the mod's result has the unknown status ${describe(status)}`, 'a status is success, warning or error'))
  }
  return {status: 'error', exit_code: exitCodes.mod_failed} as const
}

function jsonMap(returned: JsonObject, field: 'globals' | 'metrics', lies: Problem[], room: Room): Record<string, JsonValue> {
  const value: unknown = returned[field]
  if (value === undefined) return {}
  if (!isJsonObject(value)) {
    lies.push(bad(`the mod's "${field}" is ${describe(value)}, not an object`))
    return {}
  }
  const kept: [string, JsonValue][] = []
  const names = Object.keys(value)
  if (names.length > mostNames)
    lies.push(bad(`the mod gave ${String(names.length)} ${field}, more than ${String(mostNames)}`, tooMuch))
  for (const name of names.slice(0, mostNames)) {
    room.left -= name.length
    const json = toJson(value[name], room)
    if (json.ok) kept.push([name, json.value])
    else {
      const what = `${field.slice(0, -1)} "${clipped(name)}" is ${json.reason}`
      lies.push(
        json.isTooMuch === true ? bad(`${what}, more than a result holds`, tooMuch) : bad(`${what}, which JSON cannot hold`),
      )
      if (json.isTooMuch === true) break
    }
  }
  return Object.fromEntries(kept)
}

/** Artifacts are live values, so only the map that holds them is looked at. */
function artifactsOf(value: unknown, lies: Problem[]): Readonly<Record<string, unknown>> {
  if (value === undefined || isJsonObject(value)) return value ?? {}
  lies.push(bad(`the mod's "artifacts" is ${describe(value)}, not an object`))
  return {}
}

function messages(returned: JsonObject, field: 'errors' | 'warnings', code: number, lies: Problem[]): Problem[] {
  const value: unknown = returned[field]
  if (value === undefined) return []
  if (!Array.isArray(value)) {
    lies.push(bad(`the mod's "${field}" is ${describe(value)}, not a list`))
    return []
  }
  const told = value.slice(0, mostMessages).map((entry: unknown) => toProblem(entry, code))
  return value.length <= mostMessages
    ? told
    : [...told, {code, message: `and ${String(value.length - mostMessages)} more ${field}`}]
}

/** One warning or error as the mod gave it: a text is enough. */
function toProblem(entry: unknown, code: number): Problem {
  if (!isJsonObject(entry)) return {code, message: typeof entry === 'string' ? clipped(entry) : describe(entry)}
  const given = entry['code']
  const {message, at, hint, transient} = entry
  return {
    code: typeof given === 'number' || typeof given === 'string' ? given : code,
    message: typeof message === 'string' ? clipped(message) : describe(message),
    ...(transient === true && {transient}),
    ...(isJsonObject(at) && typeof at['file'] === 'string' && {at: placeOf(at['file'], at)}),
    ...(typeof hint === 'string' && {hint: clipped(hint)}),
  }
}

function placeOf(file: string, {line, column, length}: JsonObject): Place {
  return {file, ...(isCount(line) && {line}), ...(isCount(column) && {column}), ...(isCount(length) && {length})}
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0
}

const tooMuch = 'a result is for reports: give what is large as a table, or write it to a file'

function bad(message: string, hint?: string): Problem {
  return problem('bad_result', message, {hint})
}

function describe(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  // A long text is not cut, since half of a secret would not be known as one.
  if (typeof value === 'string')
    return value.length > 100 ? `a text of ${String(value.length)} characters` : JSON.stringify(value)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return value === undefined ? 'nothing' : `a value of type ${typeof value}`
}
