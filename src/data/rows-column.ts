import {fitsSql} from './column-types.js'
import type {Database} from './database.js'
import {dataError} from './data-errors.js'
import {joined, kindOf, textOf, type JsKind} from './js-kinds.js'
import {loneSurrogate} from './lone-surrogate.js'
import {literal} from './sql-text.js'

/** One column of rows from JavaScript: takes its values one by one, as text, and knows at the end how to type them. */
export class RowsColumn {
  readonly #name: string
  #kind: JsKind | undefined
  #kindSince = 0
  #hasBigNumbers = false

  constructor(name: string) {
    this.#name = name
  }

  /** The text for a value; throws where it does not go with the values before it. */
  text(value: unknown, row: number): string | null {
    const kind = kindOf(value)
    if (kind === null) return null
    if (kind === undefined) throw this.misfit(row, `is ${describe(value)}, which a Dataset cannot hold`)
    const joint = joined(this.#kind, kind)
    if (joint === undefined) {
      throw this.misfit(
        row,
        `is ${kind}, but row ${String(this.#kindSince)} holds ${String(this.#kind)}`,
        'convert the values to one kind, or give the columns and their types',
      )
    }
    if (this.#kind === undefined) this.#kindSince = row
    this.#kind = joint
    this.#hasBigNumbers ||= typeof value === 'bigint' && BigInt.asIntN(64, value) !== value
    const text = textOf(value, kind)
    if (loneSurrogate.test(text)) throw this.misfit(row, 'holds half of a surrogate pair, which is no text')
    return text
  }

  /** Throws where a value does not fit the column; the texts stand in `column` of `source`. */
  async check(_database: Database, _column: string, _source: string): Promise<void> {
    // Kinds were checked value by value.
  }

  /** SQL of the typed value. */
  async cast(database: Database, column: string, source: string): Promise<string> {
    switch (this.#kind) {
      case 'integer':
        return `CAST(${column} AS ${this.#hasBigNumbers ? 'HUGEINT' : 'BIGINT'})`
      case 'number':
        return `CAST(${column} AS DOUBLE)`
      case 'boolean':
        return `CAST(${column} AS BOOLEAN)`
      case 'date':
        return `CAST(${column} AS TIMESTAMP WITH TIME ZONE)`
      case 'bytes':
        return `unhex(${column})`
      case 'nested': {
        const structure = await database.value(`SELECT json_group_structure(CAST(${column} AS JSON)) FROM ${source}`)
        return `from_json(CAST(${column} AS JSON), ${literal(String(structure))})`
      }
      default:
        return column
    }
  }

  protected misfit(row: number, what: string, hint?: string): Error {
    return dataError('row_does_not_fit', `row ${String(row)}, column "${this.#name}" ${what}`, {hint})
  }
}

/** A column whose type is given: its values are held against it. */
export function givenColumn(name: string, type: string): RowsColumn {
  return new GivenColumn(name, type)
}

class GivenColumn extends RowsColumn {
  readonly #type: string

  constructor(name: string, type: string) {
    super(name)
    this.#type = type
  }

  override text(value: unknown, row: number): string | null {
    const kind = kindOf(value)
    if (kind === null) return null
    if (kind === undefined) throw this.misfit(row, `is ${describe(value)}, which a Dataset cannot hold`)
    const text = textOf(value, kind)
    if (loneSurrogate.test(text)) throw this.misfit(row, 'holds half of a surrogate pair, which is no text')
    return text
  }

  override async check(database: Database, column: string, source: string): Promise<void> {
    if (this.#type === 'BLOB' || this.#isNested) return
    const fits = fitsSql(column, this.#type)
    const [bad] = await database.rows(
      `SELECT row, ${column} FROM (SELECT row_number() OVER () AS row, ${column} FROM ${source}) WHERE ${column} IS NOT NULL AND NOT ${fits} LIMIT 1`,
    )
    if (bad) throw this.misfit(Number(bad[0]), `is ${JSON.stringify(String(bad[1]).slice(0, 100))}, which is no ${this.#type}`)
  }

  override cast(_database: Database, column: string, _source: string): Promise<string> {
    if (this.#type === 'VARCHAR') return Promise.resolve(column)
    if (this.#type === 'BLOB') return Promise.resolve(`unhex(${column})`)
    if (this.#isNested) return Promise.resolve(`CAST(CAST(${column} AS JSON) AS ${this.#type})`)
    return Promise.resolve(`CAST(trim(${column}) AS ${this.#type})`)
  }

  get #isNested(): boolean {
    return /[[(]/.test(this.#type) && !this.#type.startsWith('DECIMAL')
  }
}

function describe(value: unknown): string {
  if (typeof value === 'object' && value !== null)
    return value instanceof Date ? 'no date' : `an object of class ${value.constructor.name}`
  return `a ${typeof value}`
}
