import type {JsonValue} from '../model/json.js'
import type {Result} from '../model/result.js'
import {toJson} from '../result/to-json.js'
import type {Redactor} from '../params/redact.js'
import type {ModOutcome} from '../run/run-mod.js'

/** A mod's result as a document: tables as references to their files, where they have one, secrets hidden. */
export function resultDocument({result, references}: ModOutcome, redactor: Redactor): Result {
  const artifacts = Object.entries(result.artifacts).map(([port, value]): [string, JsonValue] => {
    const reference = references[port]
    const json = toJson(reference ?? value)
    return [
      port,
      reference === undefined && isTable(value) ? {type: 'dataset', materialized: false} : json.ok ? json.value : null,
    ]
  })
  return redactor.value({...result, artifacts: Object.fromEntries(artifacts)})
}

function isTable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'toArquero' in value
}
