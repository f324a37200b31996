import duckdb, {type Vector} from '@duckdb/node-bindings'
import {bytesOf, isNull, validityOf} from './vector-memory.js'

/** A text of DuckDB's takes so many bytes in its vector: its length, then itself, or its beginning and where it lies. */
const textBytes = 16
/** Texts up to so many bytes lie in the vector itself. */
const mostInlined = 12
/** Short texts that were read lately are remembered in so many places. */
const places = 1024
/**
 * Long texts are decoded together up to so many bytes, of which each is then a part: the whole stays in memory while one of
 * them does.
 */
const decodedTogether = 2048
/** What lies together is copied up to so many bytes at a time. */
const mostCopied = 64 * 1024 * 1024

/** Reads vectors of text. Short texts that come again and again are one string. */
export function textReader(): (vector: Vector, rows: number) => (string | null)[] {
  const recent = recentTexts()
  return (vector, rows) => {
    const {buffer, byteOffset, byteLength} = bytesOf(vector, rows, textBytes)
    const memory = Buffer.from(buffer, byteOffset, byteLength)
    const words = new Uint32Array(buffer, byteOffset, byteLength / 4)
    const validity = validityOf(vector, rows)
    const ascii = memory.toString('latin1')
    const texts = new Array<string | null>(rows).fill(null)
    const run: number[] = []
    let runStart = 0
    let runEnd = 0
    const endRun = () => {
      const [first] = run
      if (first !== undefined) readRun(memory, words, run, runEnd - runStart, texts)
      run.length = 0
    }
    for (let row = 0; row < rows; row += 1) {
      if (isNull(validity, row)) continue
      const length = words[row * 4] ?? 0
      if (length <= mostInlined) {
        texts[row] = recent(memory, words, ascii, row, length)
        continue
      }
      // Addresses are less than 2^53: a number holds them.
      const address = (words[row * 4 + 3] ?? 0) * 2 ** 32 + (words[row * 4 + 2] ?? 0)
      if (address !== runEnd || runEnd - runStart + length > mostCopied) {
        endRun()
        runStart = address
      }
      run.push(row)
      runEnd = address + length
    }
    endRun()
    return texts
  }
}

/** Texts that lie one behind the other in DuckDB's memory: copied as one, since each copy is a call out of JavaScript. */
function readRun(memory: Buffer, words: Uint32Array, run: readonly number[], length: number, texts: (string | null)[]): void {
  const [first = 0] = run
  const pointer = memory.byteOffset + first * textBytes + 8
  const {buffer, byteOffset} = duckdb.get_data_from_pointer(arrayBufferOf(memory), pointer, length)
  const bytes = Buffer.from(buffer, byteOffset, length)
  let start = 0
  for (let from = 0; from < run.length;) {
    let to = from
    let end = start
    do {
      end += words[(run[to] ?? 0) * 4] ?? 0
      to += 1
    } while (to < run.length && end - start < decodedTogether)
    const decoded = bytes.toString('utf8', start, end)
    const isAscii = decoded.length === end - start
    let at = start
    for (; from < to; from += 1) {
      const row = run[from] ?? 0
      const next = at + (words[row * 4] ?? 0)
      texts[row] = isAscii ? decoded.slice(at - start, next - start) : bytes.toString('utf8', at, next)
      at = next
    }
    start = end
  }
}

type ReadShort = (memory: Buffer, words: Uint32Array, ascii: string, row: number, length: number) => string

/** Reads short texts, and gives the string it gave before where it still has it. */
function recentTexts(): ReadShort {
  const keys = new Uint32Array(places * 4)
  const texts = new Array<string>(places).fill('')
  return (memory, words, ascii, row, length) => {
    const at = row * 4
    const [one = 0, two = 0, three = 0] = [words[at + 1], words[at + 2], words[at + 3]]
    const place = hash(length, one, two, three) * 4
    if (keys[place] === length && keys[place + 1] === one && keys[place + 2] === two && keys[place + 3] === three)
      return texts[place / 4] ?? ''
    const start = row * textBytes + 4
    const isAscii = ((one | two | three) & 0x80808080) === 0
    const text = isAscii ? ascii.slice(start, start + length) : memory.toString('utf8', start, start + length)
    keys[place] = length
    keys[place + 1] = one
    keys[place + 2] = two
    keys[place + 3] = three
    texts[place / 4] = text
    return text
  }
}

function hash(length: number, one: number, two: number, three: number): number {
  const mixed = Math.imul(one ^ Math.imul(two, 0x85ebca6b) ^ Math.imul(three, 0xc2b2ae35) ^ length, 0x9e3779b1)
  return (mixed >>> 16) & (places - 1)
}

function arrayBufferOf({buffer}: Buffer): ArrayBuffer {
  if (buffer instanceof ArrayBuffer) return buffer
  throw new TypeError('a copy of a vector lies in shared memory')
}
