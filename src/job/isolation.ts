import {isJsonObject, type JsonValue} from '../model/json.js'
import type {JobMod} from '../model/job.js'
import type {FieldReader} from './field-reader.js'

/** How a mod is run in a process of its own. */
export interface Isolation {
  /** The most memory it may take, as `512MB`, `1.5GiB` or `50%`; else as much as there is. */
  readonly memory?: string
}

/**
 * How a mod of a job is to be run in a process of its own; undefined where it is not. A time limit alone brings that about
 * for a mod that does not ship with DataPy: only a process can be ended whatever its code does.
 */
export function isolationOf({options}: JobMod, isShipped: boolean): Isolation | undefined {
  const {_isolate: isolate, _timeout: timeout} = options
  if (isolate === false) return undefined
  if (isJsonObject(isolate)) return typeof isolate['memory'] === 'string' ? {memory: isolate['memory']} : {}
  return isolate === true || (timeout !== undefined && !isShipped) ? {} : undefined
}

export function checkIsolation(fields: FieldReader, path: readonly string[], isolate: JsonValue | undefined): void {
  if (isolate === undefined || typeof isolate === 'boolean') return
  if (!isJsonObject(isolate)) {
    fields.wrong(path, 'true, false, or a map such as {memory: 1GB}', isolate)
    return
  }
  fields.known(path, isolate, ['memory'], '_isolate')
  const {memory} = isolate
  if (memory === undefined) return
  if (typeof memory !== 'string' || !/^\s*\d+(\.\d+)?\s*(%|[KMGT]i?B)\s*$/i.test(memory))
    fields.wrong([...path, 'memory'], 'an amount such as 512MB, 1.5GiB or 50%', memory)
}
