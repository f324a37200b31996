import type {ColumnLane, LaneType} from './column-lane.js'
import type {Database} from './database.js'
import {dataError} from './data-errors.js'
import {joined, kindOf, textOf, type JsKind} from './js-kinds.js'
import {loneSurrogate} from './lone-surrogate.js'
import {literal} from './sql-text.js'

/** SQL of a typed value: of what stands in a cell that lies in the engine as a lane's type. */
export type Cast = (cell: string, stored: LaneType) => string

/** One column of rows from JavaScript: takes its values one by one, and knows at the end how to type them. */
export interface RowsColumn {
  readonly lane: ColumnLane
  /** As what the values that the lane holds go into the engine. */
  readonly laneType: LaneType
  /** Takes a value and gives the number of characters that it needs; throws where it does not go with the values before it. */
  add(value: unknown, row: number): number
  /** How its values are typed. Those that are texts stand in `cell` of `source`; throws where one does not fit. */
  cast(database: Database, cell: string, source: string): Promise<Cast>
}

/** A column whose type is that which all of its values share: numbers as numbers, what has no vector of its own as text. */
export class InferredRowsColumn implements RowsColumn {
  readonly lane: ColumnLane
  readonly #name: string
  #kind: JsKind | undefined
  #kindSince = 0
  /** Whether its numbers are texts, since one of them has more digits than a number holds. */
  #isWide = false
  #isHuge = false

  constructor(name: string, lane: ColumnLane) {
    this.#name = name
    this.lane = lane
  }

  get laneType(): LaneType {
    switch (this.#kind) {
      case 'boolean':
        return 'boolean'
      case 'integer':
      case 'number':
        return this.#isWide ? 'text' : this.#kind
      case 'date':
        return 'moment'
      default:
        return 'text'
    }
  }

  add(value: unknown, row: number): number {
    const kind = kindOf(value)
    if (kind === null) {
      this.lane.addNull()
      return 0
    }
    if (kind === undefined) throw misfit(this.#name, row, `is ${describe(value)}, which a Dataset cannot hold`)
    if (kind !== this.#kind) this.#join(kind, row)
    switch (typeof value) {
      case 'string':
        return this.#addText(value, row)
      case 'boolean':
        this.lane.addNumber(Number(value))
        return 0
      case 'number':
        if (this.#isWide) return this.#addText(textIn(value, kind, this.#name, row), row)
        this.lane.addNumber(value)
        return 0
      case 'bigint':
        return this.#addBigint(value, row)
      default:
        if (!(value instanceof Date)) return this.#addText(textIn(value, kind, this.#name, row), row)
        this.lane.addNumber(value.getTime())
        return 0
    }
  }

  async cast(database: Database, cell: string, source: string): Promise<Cast> {
    switch (this.#kind) {
      case 'integer':
        return this.#isHuge ? (value) => `CAST(${value} AS HUGEINT)` : unlessStoredAs('integer', 'BIGINT')
      case 'number':
        return unlessStoredAs('number', 'DOUBLE')
      case 'boolean':
        return unlessStoredAs('boolean', 'BOOLEAN')
      case 'date':
        return unlessStoredAs('moment', 'TIMESTAMP WITH TIME ZONE')
      case 'bytes':
        return (value) => `unhex(${value})`
      case 'nested': {
        const structure = await database.value(`SELECT json_group_structure(CAST(${cell} AS JSON)) FROM ${source}`)
        return (value) => `from_json(CAST(${value} AS JSON), ${literal(String(structure))})`
      }
      default:
        return (value) => value
    }
  }

  #join(kind: JsKind, row: number): void {
    const joint = joined(this.#kind, kind)
    if (joint === undefined) {
      throw misfit(
        this.#name,
        row,
        `is ${kind}, but row ${String(this.#kindSince)} holds ${String(this.#kind)}`,
        'convert the values to one kind, or give the columns and their types',
      )
    }
    if (this.#kind === undefined) this.#kindSince = row
    this.#kind = joint
  }

  #addBigint(value: bigint, row: number): number {
    const number = Number(value)
    if (!this.#isWide && !Number.isSafeInteger(number)) {
      this.lane.toTexts((one) => textOf(one, 'number'))
      this.#isWide = true
    }
    this.#isHuge ||= BigInt.asIntN(64, value) !== value
    if (this.#isWide) return this.#addText(String(value), row)
    this.lane.addNumber(number)
    return 0
  }

  #addText(text: string, row: number): number {
    return addText(this.lane, text, this.#name, row)
  }
}

/** What lies in the engine as this already needs no cast. */
function unlessStoredAs(as: LaneType, type: string): Cast {
  return (value, stored) => (stored === as ? value : `CAST(${value} AS ${type})`)
}

/** Puts a text into a lane and gives the number of its characters. */
export function addText(lane: ColumnLane, text: string, column: string, row: number): number {
  if (loneSurrogate.test(text)) throw misfit(column, row, 'holds half of a surrogate pair, which is no text')
  lane.addText(text)
  return text.length
}

/** A value as the text that goes into the engine. */
export function textIn(value: unknown, kind: JsKind, column: string, row: number): string {
  try {
    return textOf(value, kind)
  } catch (error) {
    // So JSON.stringify says it; what a getter throws is a fault of its own.
    const isOfJson =
      error instanceof RangeError || (error instanceof TypeError && error.message.startsWith('Converting circular'))
    throw isOfJson ? misfit(column, row, 'holds itself, or is nested too deep for a table') : error
  }
}

/** What is wrong with a value. */
export function misfit(column: string, row: number, what: string, hint?: string): Error {
  return dataError('row_does_not_fit', `row ${String(row)}, column "${column}" ${what}`, {hint})
}

/** A value that no column can hold, in words. */
export function describe(value: unknown): string {
  if (typeof value === 'object' && value !== null)
    return value instanceof Date ? 'no date' : `an object of class ${value.constructor.name}`
  return `a ${typeof value}`
}
