import {BIGINT, BOOLEAN, DOUBLE, TIMESTAMPTZ, VARCHAR} from '@duckdb/node-api'
import type {Vector} from '@duckdb/node-bindings'
import {writeBooleans, writeDoubles, writeIntegers, writeMoments, writeTexts, writeValidity} from './vector-writer.js'

/** What the values of a lane can become in DuckDB. */
export const laneTypes = {boolean: BOOLEAN, integer: BIGINT, number: DOUBLE, moment: TIMESTAMPTZ, text: VARCHAR} as const
export type LaneType = keyof typeof laneTypes

/** A vector holds at most so many values. */
export const laneRows = 2048

/**
 * Values of one column on their way into a vector: texts, or numbers, which stand also for truths (1 and 0) and moments
 * (milliseconds since 1970).
 */
export class ColumnLane {
  #numbers = new Float64Array(0)
  readonly #texts: string[] = []
  readonly #validity = new Uint8Array(laneRows / 8).fill(0xff)
  #count = 0
  #hasNulls = false

  addNumber(value: number): void {
    // Most columns are text: only those of numbers take memory for them.
    if (this.#numbers.length === 0) this.#numbers = new Float64Array(laneRows)
    this.#numbers[this.#count] = value
    this.#count += 1
  }

  addText(value: string): void {
    this.#texts[this.#count] = value
    this.#count += 1
  }

  addNull(): void {
    const at = this.#count
    this.#validity[at >> 3] = (this.#validity[at >> 3] ?? 0) & ~(1 << (at & 7))
    this.#texts[at] = ''
    this.#hasNulls = true
    this.#count += 1
  }

  /** The numbers that are there become texts. */
  toTexts(textOf: (number: number) => string): void {
    for (let at = 0; at < this.#count; at += 1) this.#texts[at] = textOf(this.#numbers[at] ?? 0)
  }

  /** Puts the values into a new vector of the type, and begins anew. */
  moveTo(vector: Vector, type: LaneType): void {
    this.#write(vector, type)
    if (this.#hasNulls) {
      writeValidity(vector, this.#validity)
      this.#validity.fill(0xff)
    }
    this.#count = 0
    this.#hasNulls = false
  }

  #write(vector: Vector, type: LaneType): void {
    switch (type) {
      case 'boolean': {
        writeBooleans(vector, this.#numbers, this.#count)
        return
      }
      case 'integer': {
        writeIntegers(vector, this.#numbers, this.#count)
        return
      }
      case 'number': {
        writeDoubles(vector, this.#numbers, this.#count)
        return
      }
      case 'moment': {
        writeMoments(vector, this.#numbers, this.#count)
        return
      }
      case 'text': {
        writeTexts(vector, this.#texts, this.#count, this.#validity)
        return
      }
    }
  }
}
