import {columnKey} from '../column-names.js'
import {commaList, identifier} from '../sql-text.js'
import {JsonCursor, type JsonKind} from './json-cursor.js'
import {isExactDouble, NumberColumn} from './number-column.js'

/** An object with more different keys is no record: its keys are data. */
const mostFields = 200
const mostDepth = 20

/** What the nested values of a column have in common, found value by value. */
export class NestedShape {
  readonly #kinds = new Set<JsonKind>()
  readonly #numbers = new NumberColumn()
  readonly #fields = new Map<string, NestedShape>()
  readonly #keys = new Map<string, string>()
  #items: NestedShape | undefined
  #unfit: string | undefined

  constructor(private readonly depth = 0) {}

  /** Takes a value that is known to be JSON. */
  observe(text: string): void {
    if (this.#unfit === undefined) this.#take(new JsonCursor(text))
  }

  /** Why the engine's structs and lists cannot hold the values as they are. */
  get unfit(): string | undefined {
    if (this.#unfit !== undefined) return this.#unfit
    const kinds = new Set([...this.#kinds].map((kind) => (kind === 'integer' ? 'number' : kind)))
    if (kinds.size > 1) return 'has values of different kinds in one place'
    if (kinds.has('number') && !['BIGINT', 'DOUBLE'].includes(this.#numbers.type() ?? ''))
      return 'has numbers with more digits than the engine keeps in nested values'
    for (const shape of this.#below()) if (shape.unfit !== undefined) return shape.unfit
    return undefined
  }

  /** The structure as `from_json` takes it. */
  structure(): unknown {
    const [kind] = this.#kinds
    switch (kind) {
      case 'boolean':
        return 'BOOLEAN'
      case 'integer':
      case 'number':
        return this.#numbers.type()
      case 'array':
        return [this.#items?.structure() ?? 'VARCHAR']
      case 'object':
        return this.#fields.size === 0
          ? 'JSON'
          : Object.fromEntries([...this.#fields].map(([key, shape]) => [key, shape.structure()]))
      default:
        return 'VARCHAR'
    }
  }

  #take(cursor: JsonCursor): void {
    const code = cursor.peek()
    if (code === 0x7b) this.#takeObject(cursor)
    else if (code === 0x5b) this.#takeArray(cursor)
    else {
      const start = cursor.at
      const kind = cursor.skip()
      if (kind === 'null') return
      this.#kinds.add(kind)
      const text = cursor.text.slice(start, cursor.at)
      if (kind === 'integer') this.#numbers.observeInteger(text)
      if (kind === 'number') this.#takeNumber(text)
    }
  }

  #takeNumber(text: string): void {
    // Only doubles and integers come out of nested values as they went in; zeros at the end are not kept.
    if (isExactDouble(text)) this.#numbers.observeNumber(String(Number(text)))
    else this.#unfit ??= 'has numbers with more digits than the engine keeps in nested values'
  }

  #takeObject(cursor: JsonCursor): void {
    this.#kinds.add('object')
    this.#checkDepth()
    const seen = new Set<string>()
    cursor.members((key) => {
      if (seen.has(key)) this.#unfit ??= 'has objects in which a key is repeated'
      seen.add(key)
      const field = this.#field(key)
      if (field === undefined) cursor.skip()
      else field.#take(cursor)
    })
  }

  #takeArray(cursor: JsonCursor): void {
    this.#kinds.add('array')
    this.#checkDepth()
    this.#items ??= new NestedShape(this.depth + 1)
    const items = this.#items
    cursor.items(() => {
      if (this.#unfit === undefined) items.#take(cursor)
      else cursor.skip()
    })
  }

  #field(key: string): NestedShape | undefined {
    const found = this.#fields.get(key)
    if (found !== undefined || this.#unfit !== undefined) return found
    const other = this.#keys.get(columnKey(key))
    if (key === '' || key.includes('\0')) this.#unfit = 'has objects with an empty or unusable key'
    else if (other !== undefined) this.#unfit = `has objects with the keys "${other}" and "${key}", which differ only by case`
    else if (this.#fields.size >= mostFields) this.#unfit = `has objects with more than ${String(mostFields)} different keys`
    if (this.#unfit !== undefined) return undefined
    const field = new NestedShape(this.depth + 1)
    this.#fields.set(key, field)
    this.#keys.set(columnKey(key), key)
    return field
  }

  #checkDepth(): void {
    if (this.depth >= mostDepth) this.#unfit ??= `has values that are nested more than ${String(mostDepth)} deep`
  }

  *#below(): Generator<NestedShape> {
    if (this.#items !== undefined) yield this.#items
    yield* this.#fields.values()
  }
}

/** The engine's type for a structure; undefined where a part of it has none. */
export function structType(structure: unknown): string | undefined {
  if (typeof structure === 'string') return structure === 'JSON' ? undefined : structure
  if (Array.isArray(structure)) {
    const item = structType(structure[0])
    return item === undefined ? undefined : `${item}[]`
  }
  const fields = Object.entries(structure ?? {}).map(([key, field]) => ({key, type: structType(field)}))
  if (fields.some(({type}) => type === undefined)) return undefined
  return `STRUCT(${commaList(fields.map(({key, type}) => `${identifier(key)} ${type ?? ''}`))})`
}
