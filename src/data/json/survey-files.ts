import type {JsonReadOptions} from '../../model/table-files.js'
import type {Problem} from '../../model/problem.js'
import type {Database} from '../database.js'
import {BadJson} from './bad-json.js'
import type {JsonColumn} from './json-column.js'
import {JsonColumns} from './json-columns.js'
import type {JsonElement, JsonFault} from './json-element.js'
import {openJson} from './json-elements.js'
import {parseRow} from './parse-row.js'

/** What files hold whose rows are all good. */
export interface Survey {
  readonly isDocument: boolean
  readonly columns: readonly JsonColumn[]
  readonly rows: number
  readonly warnings: readonly Problem[]
}

/** Looks through all rows of files, without keeping any; gives up at the first that the engine would take otherwise. */
export async function surveyFiles(
  database: Database,
  files: readonly string[],
  options: JsonReadOptions,
): Promise<Survey | undefined> {
  const surveyor = new Surveyor(options)
  let isDocument: boolean | undefined
  for (const file of files) {
    const source = await openJson(file, options)
    isDocument ??= source.isDocument
    try {
      if (isDocument !== source.isDocument) return undefined
      for await (const some of source.elements) {
        database.throwIfAborted()
        for (const element of some) if (!surveyor.take(element, file)) return undefined
      }
    } finally {
      await source.close()
    }
  }
  return isDocument === undefined ? undefined : surveyor.finish(files, isDocument)
}

class Surveyor {
  readonly #columns: JsonColumns
  /** The row in which a column was last seen, by the column's index. */
  readonly #lastRows: number[] = []
  #rows = 0

  constructor(options: JsonReadOptions) {
    this.#columns = new JsonColumns(options)
  }

  /** Whether the row is one that the engine reads as it should. */
  take(element: JsonElement | JsonFault, file: string): boolean {
    if ('code' in element) return false
    this.#rows += 1
    try {
      const {keys, kinds, texts} = parseRow(element.text)
      for (const [index, key] of keys.entries()) {
        const column = this.#columns.of(key, file, element.line)
        if (column === undefined) continue
        if (column.name !== key || this.#lastRows[column.index] === this.#rows) return false
        this.#lastRows[column.index] = this.#rows
        column.observe(kinds[index] ?? 'null', texts[index] ?? null, file, element.line)
      }
      return true
    } catch (error) {
      if (error instanceof BadJson) return false
      throw error
    }
  }

  finish(files: readonly string[], isDocument: boolean): Survey | undefined {
    if (this.#columns.size === 0 || this.#columns.hasTwins) return undefined
    const columns = this.#columns.finish(files, this.#rows)
    if (columns.some(({engineType}) => engineType === undefined)) return undefined
    return {isDocument, columns, rows: this.#rows, warnings: columns.flatMap(({warnings}) => warnings)}
  }
}
