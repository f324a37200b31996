import duckdb, {type Vector} from '@duckdb/node-bindings'
import {isNull} from './vector-memory.js'

const highWord = 2 ** 32

/** Writes the first of some numbers as doubles. */
export function writeDoubles(vector: Vector, numbers: Float64Array<ArrayBuffer>, count: number): void {
  write(vector, numbers, count)
}

/** Writes safe integers as 64 bits, the low word first. */
export function writeIntegers(vector: Vector, numbers: Float64Array, count: number): void {
  const words = new Int32Array(count * 2)
  for (let at = 0; at < count; at += 1) {
    const number = numbers[at] ?? 0
    words[at * 2] = number | 0
    words[at * 2 + 1] = Math.floor(number / highWord)
  }
  write(vector, words, count * 2)
}

/** Writes milliseconds as microseconds. */
export function writeMoments(vector: Vector, numbers: Float64Array, count: number): void {
  write(
    vector,
    BigInt64Array.from({length: count}, (_, at) => BigInt(numbers[at] ?? 0) * 1000n),
    count,
  )
}

/** Writes what is not 0 as true. */
export function writeBooleans(vector: Vector, numbers: Float64Array, count: number): void {
  const size = duckdb.sizeof_bool
  const bytes = new Uint8Array(count * size)
  for (let at = 0; at < count; at += 1) bytes[at * size] = numbers[at] ?? 0
  write(vector, bytes, count * size)
}

/**
 * Writes texts, but those that are null. DuckDB holds a text of at most 12 bytes in its 16 bytes of the vector, its length
 * first: those that are ASCII are put there all at once, which is several times as fast as one call for each.
 */
export function writeTexts(vector: Vector, texts: readonly string[], count: number, validity: Uint8Array): void {
  const bytes = new Uint8Array(count * textBytes)
  const others: number[] = []
  for (let at = 0; at < count; at += 1) {
    if (!isNull(validity, at) && !isInlined(texts[at] ?? '', bytes, at * textBytes)) others.push(at)
  }
  write(vector, bytes, count * textBytes)
  for (const at of others) duckdb.vector_assign_string_element(vector, at, texts[at] ?? '')
}

const textBytes = 16
const mostInlined = 12

function isInlined(text: string, bytes: Uint8Array, start: number): boolean {
  const {length} = text
  if (length > mostInlined) return false
  for (let index = 0; index < length; index += 1) {
    const code = text.charCodeAt(index)
    if (code > 127) {
      bytes.fill(0, start, start + textBytes)
      return false
    }
    bytes[start + 4 + index] = code
  }
  bytes[start] = length
  return true
}

/** Says which values are null: a bit for each, clear where it is. */
export function writeValidity(vector: Vector, {buffer, byteOffset, byteLength}: Uint8Array<ArrayBuffer>): void {
  duckdb.vector_ensure_validity_writable(vector)
  duckdb.copy_data_to_vector_validity(vector, 0, buffer, byteOffset, byteLength)
}

interface Values {
  readonly buffer: ArrayBuffer
  readonly byteOffset: number
  readonly BYTES_PER_ELEMENT: number
}

function write(vector: Vector, {buffer, byteOffset, BYTES_PER_ELEMENT: size}: Values, count: number): void {
  duckdb.copy_data_to_vector(vector, 0, buffer, byteOffset, count * size)
}
