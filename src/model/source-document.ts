import type {JsonValue} from './json.js'
import type {Place} from './problem.js'

/** The way from the top of a document to a value in it: keys and indexes. */
export type DocumentPath = readonly (number | string)[]

/** A YAML or JSON file as plain values, that still knows where each of them stands. */
export interface SourceDocument {
  /** Absolute path of the file. */
  readonly file: string
  readonly value: JsonValue
  /**
   * Where the key (by default), or the value, at `path` stands. For a path that is not in the document, the place of
   * the nearest ancestor that is.
   */
  at(path: DocumentPath, part?: 'key' | 'value'): Place
}
