import {DataPyError} from '../../errors/datapy-error.js'
import {problem} from '../../errors/problem.js'
import type {Problem} from '../../model/problem.js'
import type {JsonReadOptions} from '../../model/table-files.js'
import {columnKey, mostColumns} from '../column-names.js'
import {columnType} from '../column-types.js'
import {dataError} from '../data-errors.js'
import {unknownColumn} from '../unknown-column.js'
import {JsonColumn} from './json-column.js'

/** The columns of a read: the keys of its rows, in the order in which they first appear. */
export class JsonColumns {
  readonly #columns = new Map<string, JsonColumn>()
  readonly #byName = new Map<string, JsonColumn>()
  readonly #passedOver = new Set<string>()
  readonly #types: ReadonlyMap<string, string>
  readonly #wanted: ReadonlySet<string> | undefined
  readonly #wantedKeys: ReadonlySet<string>
  readonly #found = new Set<string>()
  #hasTwins = false
  readonly warnings: Problem[] = []

  constructor(private readonly options: JsonReadOptions) {
    this.#types = new Map(Object.entries(options.types ?? {}))
    for (const type of this.#types.values()) columnType(type)
    const {columns} = options
    this.#wantedKeys = new Set((columns ?? []).map(columnKey))
    if (columns === undefined) return
    if (columns.length === 0) throw dataError('json_bad_option', '"columns" names no column')
    if (new Set(columns.map(columnKey)).size < columns.length)
      throw dataError('json_bad_option', '"columns" names a column twice')
    this.#wanted = new Set(columns)
  }

  get size(): number {
    return this.#columns.size
  }

  /** Whether a key that is passed over differs from a wanted one only by case. */
  get hasTwins(): boolean {
    return this.#hasTwins
  }

  get hasTypes(): boolean {
    return this.#types.size > 0
  }

  /** All of them, in the order of their places in the spool. */
  get all(): readonly JsonColumn[] {
    return [...this.#columns.values()]
  }

  /** The column of a key; undefined where it is not wanted. */
  of(key: string, file: string, line: number): JsonColumn | undefined {
    return this.#columns.get(key) ?? (this.#passedOver.has(key) ? undefined : this.#added(key, file, line))
  }

  /** The columns to give, in their order. Throws where one that was asked for is in no row. */
  finish(files: readonly string[], rows: number): readonly JsonColumn[] {
    const asked = [...(this.options.columns ?? []), ...this.#types.keys()]
    if (rows > 0) this.#checkFound([...new Set(asked)], files)
    // Without a row, the options alone say what there would be.
    for (const name of asked) if (!this.#byName.has(columnKey(name)) && this.#isWanted(name)) this.#create(name, name)
    const all = [...this.#columns.values()].filter((column) => column.isSeen)
    if (all.length === 0) {
      throw dataError(
        'json_no_columns',
        `${files.join(', ')} has ${rows > 0 ? 'only empty objects' : 'no rows'}, so nothing says what its columns are`,
        {
          at: {file: files[0] ?? ''},
          hint: 'name them: columns: [..] or types: {..}',
        },
      )
    }
    const {columns} = this.options
    return columns === undefined ? all : columns.flatMap((name) => this.#byName.get(columnKey(name)) ?? [])
  }

  #checkFound(asked: readonly string[], files: readonly string[]): void {
    const known = [...this.#found].map((name) => ({name, type: ''}))
    const faults = asked.flatMap((name) => unknownColumn(name, known) ?? [])
    if (faults.length === 0) return
    const at = {file: files[0] ?? ''}
    throw new DataPyError(faults.map((fault) => problem('json_unknown_column', `${files.join(', ')}: ${fault}`, {at})))
  }

  #added(key: string, file: string, line: number): JsonColumn | undefined {
    const name = key === '' ? this.#freeName() : key
    if (this.#found.size < mostColumns) this.#found.add(name)
    if (!this.#isWanted(name)) {
      this.#hasTwins ||= this.#wantedKeys.has(columnKey(name))
      if (this.#passedOver.size < mostColumns) this.#passedOver.add(key)
      return undefined
    }
    const at = {file, line}
    if (key === '') this.warnings.push(problem('json_unnamed_column', `a key is empty; its column is called ${name}`, {at}))
    if (name.includes('\0'))
      throw dataError('bad_column_name', `a key with a NUL cannot be a column: ${JSON.stringify(key)}`, {at})
    const other = this.#byName.get(columnKey(name))?.name
    if (other !== undefined) {
      throw dataError(
        'json_keys_differ_by_case',
        `the keys "${other}" and "${name}" differ only by case, and would be one column`,
        {
          at,
          hint: `keep one of them: columns: [${other}, …]`,
        },
      )
    }
    if (this.#columns.size >= mostColumns) {
      throw dataError('json_too_many_columns', `the rows have more than ${String(mostColumns)} different keys`, {
        at,
        hint: 'keep some of them with columns; keys that are data belong into a nested object',
      })
    }
    return this.#create(key, name)
  }

  #create(key: string, name: string): JsonColumn {
    const column = new JsonColumn(name, this.#columns.size, this.#types.get(name), this.#wanted?.has(name) === true)
    this.#columns.set(key, column)
    this.#byName.set(columnKey(name), column)
    return column
  }

  #isWanted(name: string): boolean {
    return this.#wanted?.has(name) ?? true
  }

  /** A name for the column of an empty key. */
  #freeName(): string {
    let name = `column_${String(this.#columns.size + 1)}`
    while (this.#byName.has(name)) name += '_'
    return name
  }
}
