import {isUtf8} from 'node:buffer'
import {shownBytes} from '../csv/csv-fault.js'
import {
  brokenJson,
  maxRowBytes,
  rowTooLong,
  undecodable,
  type JsonElement,
  type JsonElements,
  type JsonFault,
} from './json-element.js'

/** Where in a document the bytes have come to. */
type State = 'after item' | 'after root' | 'before first' | 'before item' | 'in item' | 'start'

const expected: Readonly<Record<Exclude<State, 'in item'>, string>> = {
  start: 'an array of objects, or one object, is expected',
  'before first': 'a value or ] is expected',
  'before item': 'a value is expected',
  'after item': 'a comma or ] is expected',
  'after root': 'nothing more is expected',
}

/** The rows of a document that is an array, or one object: in bounded memory, cut out by their brackets alone. */
export async function* documentElements(chunks: AsyncIterable<Buffer>, file: string): JsonElements {
  const cutter = new Cutter(file)
  for await (const chunk of chunks) {
    const elements = cutter.take(chunk)
    if (elements.length > 0) yield elements
  }
  cutter.end()
}

class Cutter {
  #state: State = 'start'
  #isRootObject = false
  #line = 1
  /** Characters of the line so far. */
  #characters = 0
  #depth = 0
  #isText = false
  #isEscaped = false
  #parts: Buffer[] = []
  #length = 0
  #begin = {line: 1, column: 1}

  constructor(private readonly file: string) {}

  take(chunk: Buffer): readonly (JsonElement | JsonFault)[] {
    const elements: (JsonElement | JsonFault)[] = []
    let start = 0
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0
      if (this.#state === 'in item') {
        const ends = this.#depth === 0 && !this.#isText && isEndOfWord(byte)
        if (!ends && !this.#isLast(byte)) {
          this.#count(byte)
          continue
        }
        const end = ends ? at : at + 1
        elements.push(this.#element(chunk.subarray(start, end)))
        this.#state = this.#isRootObject ? 'after root' : 'after item'
        if (!ends) {
          this.#count(byte)
          continue
        }
      }
      this.#count(byte)
      if (isSpace(byte)) continue
      if (this.#begins(byte)) start = at
    }
    if (this.#state === 'in item') this.#put(chunk.subarray(start))
    return elements
  }

  /** Throws unless the document has come to its end. */
  end(): void {
    if (this.#state === 'after root') return
    const what =
      this.#state === 'in item'
        ? `it ends in the middle of the row that begins in line ${String(this.#begin.line)}, character ${String(this.#begin.column)}`
        : `it ends where ${expected[this.#state]}`
    throw brokenJson(this.file, {line: this.#line, column: this.#characters + 1}, what)
  }

  #count(byte: number): void {
    if (byte === 10) {
      this.#line += 1
      this.#characters = 0
    } else if ((byte & 0xc0) !== 0x80) this.#characters += 1
  }

  /** Takes a byte that is no white space and stands between rows; says whether a row begins with it. */
  #begins(byte: number): boolean {
    const state = this.#state
    if (state === 'start' && byte === 0x5b) this.#state = 'before first'
    else if (state === 'after item' && byte === 0x2c) this.#state = 'before item'
    else if ((state === 'after item' || state === 'before first') && byte === 0x5d) this.#state = 'after root'
    else if (state === 'before first' || state === 'before item' || (state === 'start' && byte === 0x7b)) {
      if (state !== 'start' && isEndOfWord(byte)) throw this.#broken()
      this.#isRootObject = state === 'start'
      this.#state = 'in item'
      this.#begin = {line: this.#line, column: this.#characters}
      this.#depth = byte === 0x7b || byte === 0x5b ? 1 : 0
      this.#isText = byte === 0x22
      this.#isEscaped = false
      return true
    } else throw this.#broken()
    return false
  }

  /** Takes a byte inside of a row; says whether the row ends with it. */
  #isLast(byte: number): boolean {
    if (this.#isText) {
      if (this.#isEscaped) this.#isEscaped = false
      else if (byte === 0x5c) this.#isEscaped = true
      else if (byte === 0x22) {
        this.#isText = false
        return this.#depth === 0
      }
      return false
    }
    if (byte === 0x22) this.#isText = true
    else if (byte === 0x7b || byte === 0x5b) this.#depth += 1
    else if (byte === 0x7d || byte === 0x5d) {
      this.#depth -= 1
      return this.#depth === 0
    }
    return false
  }

  #put(bytes: Buffer): void {
    this.#length += bytes.length
    // Of a row that is too long only the beginning is kept.
    if (this.#parts.length === 0 || this.#length <= maxRowBytes) this.#parts.push(bytes)
  }

  #element(last: Buffer): JsonElement | JsonFault {
    this.#put(last)
    const bytes = this.#parts.length === 1 ? last : Buffer.concat(this.#parts)
    const isTooLong = this.#length > maxRowBytes
    this.#parts = []
    this.#length = 0
    if (isTooLong) return rowTooLong({...this.#begin, text: bytes.subarray(0, shownBytes).toString()})
    const element = {...this.#begin, text: bytes.toString()}
    return isUtf8(bytes) ? element : undecodable(element)
  }

  #broken(): Error {
    const reason = this.#state === 'in item' ? '' : `${expected[this.#state]} here`
    return brokenJson(this.file, {line: this.#line, column: this.#characters}, reason)
  }
}

function isSpace(byte: number): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9
}

/** A number, or a word such as null, goes up to one of these. */
function isEndOfWord(byte: number): boolean {
  return byte === 0x2c || byte === 0x5d || byte === 0x7d || isSpace(byte)
}
