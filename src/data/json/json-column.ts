import {problem} from '../../errors/problem.js'
import type {Place, Problem} from '../../model/problem.js'
import {literal} from '../sql-text.js'
import {namedColumn, type TextColumn} from '../text-columns.js'
import {DateColumn} from './date-column.js'
import type {JsonKind} from './json-cursor.js'
import {NestedShape, structType} from './nested-shape.js'
import {NumberColumn} from './number-column.js'

/** Kinds that can stand in one column and keep a type of their own. */
type Family = 'boolean' | 'nested' | 'number' | 'text'

const families: Readonly<Record<Exclude<JsonKind, 'null'>, Family>> = {
  array: 'nested',
  boolean: 'boolean',
  integer: 'number',
  number: 'number',
  object: 'nested',
  text: 'text',
}
const familyWords: Readonly<Record<Family, string>> = {
  boolean: 'booleans',
  nested: 'objects or arrays',
  number: 'numbers',
  text: 'texts',
}

/** One column of JSON: takes its values one by one and knows at the end how to type them, all of them as they stand. */
export class JsonColumn {
  readonly #firsts = new Map<Family, Place>()
  readonly #numbers = new NumberColumn()
  readonly #dates = new DateColumn()
  readonly #shape = new NestedShape()
  readonly #named: TextColumn | undefined
  /** Whether a row that is kept has it. */
  isSeen: boolean

  constructor(
    readonly name: string,
    /** Its place in the spool. */
    readonly index: number,
    /** The type that the options name. */
    readonly typeName: string | undefined,
    isWanted: boolean,
  ) {
    this.#named = typeName === undefined || isJson(typeName) || isBlob(typeName) ? undefined : namedColumn(typeName)
    this.isSeen = isWanted || typeName !== undefined
  }

  /** A value of a row that is kept. */
  observe(kind: JsonKind, text: string | null, file: string, line: number): void {
    this.isSeen = true
    if (kind === 'null' || text === null || this.typeName !== undefined) return
    const family = families[kind]
    if (!this.#firsts.has(family)) this.#firsts.set(family, {file, line})
    if (kind === 'integer') this.#numbers.observeInteger(text)
    else if (kind === 'number') this.#numbers.observeNumber(text)
    else if (kind === 'text') this.#dates.observe(text)
    else if (family === 'nested') this.#shape.observe(text)
  }

  /** The cell for a value, as text: what is to be JSON keeps its quotes. */
  cell(kind: JsonKind, text: string | null): string | null {
    return this.typeName !== undefined && isJson(this.typeName) && kind === 'text' ? JSON.stringify(text) : text
  }

  /** What decides about a batch, where the options name a type. */
  get named(): TextColumn | undefined {
    return this.#named
  }

  /** SQL that is true where a value cannot be kept. */
  get misfit(): string | undefined {
    const cell = `c${String(this.index)}`
    if (this.typeName !== undefined && isBlob(this.typeName)) return `TRY(from_base64(${cell})) IS NULL`
    return this.#named?.misfit?.(cell)
  }

  /** The type, once all values were seen, as DuckDB writes it. */
  get type(): string {
    if (this.#named !== undefined) return this.#named.type()
    if (this.typeName !== undefined) return this.typeName.toUpperCase()
    const [family] = this.#firsts.keys()
    if (this.#firsts.size > 1 || family === undefined) return 'VARCHAR'
    if (family === 'boolean') return 'BOOLEAN'
    if (family === 'number') return this.#numbers.type() ?? 'VARCHAR'
    if (family === 'text') return this.#dates.type()
    return this.#isStructured ? 'nested' : 'JSON'
  }

  /** The type to have the engine's reader give it, where that gives every value as it is; undefined where it may not. */
  get engineType(): string | undefined {
    const [family] = this.#firsts.keys()
    if (this.#firsts.size > 1) return undefined
    if (family === undefined || family === 'text') return 'VARCHAR'
    if (family === 'boolean') return 'BOOLEAN'
    if (family === 'number') return this.#numbers.isPlain ? this.#numbers.type() : undefined
    return this.#isStructured ? structType(this.#shape.structure()) : undefined
  }

  /** SQL of the typed value. */
  get cast(): string {
    const cell = `c${String(this.index)}`
    if (this.#named !== undefined) return this.#named.cast(cell)
    const {type} = this
    if (type === 'VARCHAR') return cell
    if (type === 'BLOB') return `from_base64(${cell})`
    if (type !== 'nested') return `CAST(${cell} AS ${type})`
    return `from_json(CAST(${cell} AS JSON), ${literal(JSON.stringify(this.#shape.structure()))})`
  }

  /** What the reader should know of the type that was decided for. */
  get warnings(): readonly Problem[] {
    const [first, other] = this.#firsts
    if (first === undefined) return []
    const [family, at] = first
    if (other !== undefined) {
      const kinds = [...this.#firsts].map(([one, {line}]) => `${familyWords[one]} (first in line ${String(line)})`)
      const told = `column "${this.name}" has ${kinds.join(' and ')}: it is read as text`
      return [problem('json_mixed_column', told, {at: other[1]})]
    }
    if (family === 'number' && this.#numbers.type() === undefined) {
      const told = `column "${this.name}" has numbers that no type holds with all of their digits: it is read as text`
      return [problem('json_mixed_column', told, {at})]
    }
    if (family === 'nested' && this.#shape.unfit !== undefined) {
      return [problem('json_kept_nested', `column "${this.name}" ${this.#shape.unfit}: its values are kept as JSON`, {at})]
    }
    return []
  }

  get #isStructured(): boolean {
    return this.#shape.unfit === undefined && this.#shape.structure() !== 'JSON'
  }
}

function isJson(type: string): boolean {
  return type.trim().toUpperCase() === 'JSON'
}

function isBlob(type: string): boolean {
  return type.trim().toUpperCase() === 'BLOB'
}
