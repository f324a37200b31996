import {problem} from '../errors/problem.js'
import {isJsonObject, type JsonObject, type JsonValue} from '../model/json.js'
import type {Problem} from '../model/problem.js'
import type {DocumentPath, SourceDocument} from '../model/source-document.js'
import {describeValue} from './describe-value.js'
import {unknownKeys} from './unknown-keys.js'

/** Reads the fields of a document, and keeps a problem for each that is not what it must be. A field left empty is a null. */
export class FieldReader {
  readonly problems: Problem[] = []

  constructor(
    readonly document: SourceDocument,
    private readonly code: 'bad_job' | 'bad_project_defaults',
  ) {}

  /** The map at a path; an empty one where there is none. */
  map(path: DocumentPath, value: JsonValue | undefined): JsonObject {
    if (value === undefined || value === null) return {}
    if (isJsonObject(value)) return value
    this.wrong(path, 'a map', value)
    return {}
  }

  text(path: DocumentPath, value: JsonValue | undefined): string | undefined {
    if (value === undefined || typeof value === 'string') return value
    const hint = typeof value === 'object' ? undefined : `put it in quotes: "${String(value)}"`
    this.wrong(path, 'text', value, hint)
    return undefined
  }

  /** Keeps a problem for each key of a map that is none of the known ones. */
  known(path: readonly string[], value: JsonObject, keys: readonly string[], owner: string): void {
    for (const one of unknownKeys(this.document, path, value, keys, owner)) this.problems.push(one)
  }

  /** Keeps the problem that the value at a path is not what it must be. */
  wrong(path: DocumentPath, expected: string, value: JsonValue, hint?: string): void {
    this.refuse(`${path.join('.')} is ${expected}, not ${describeValue(value)}`, path, 'value', hint)
  }

  /** Keeps a problem with what stands at a path. */
  refuse(message: string, path: DocumentPath, part: 'key' | 'value', hint?: string): void {
    this.problems.push(problem(this.code, message, {at: this.document.at(path, part), hint}))
  }
}
