import type {JsonObject} from '../../model/json.js'
import type {Row} from '../../model/dataset.js'

/** What stands at an input port: a table, or where the schema says so a list or a map of them. */
export type TestTable = readonly Row[] | readonly (readonly Row[])[] | Readonly<Record<string, readonly Row[]>>

/** A file that is there before the run: its text, or the file of the package that it is a copy of. */
export type TestFile = string | {readonly copy: string}

/** A run of a mod that is to succeed. */
export interface TestCase {
  readonly name: string
  readonly params: JsonObject
  readonly tables: Readonly<Record<string, TestTable>>
  /** By its path from the folder in which the mod runs. */
  readonly files: Readonly<Record<string, TestFile>>
  readonly globals: JsonObject
}

/** The cases of a mod, and whose they are: the author's must succeed, those made from the schema may not be possible. */
export interface TestCases {
  readonly from: 'author' | 'schema'
  readonly cases: readonly TestCase[]
}
