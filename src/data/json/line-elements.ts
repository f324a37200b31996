import {isUtf8} from 'node:buffer'
import {shownBytes} from '../csv/csv-fault.js'
import {maxRowBytes, rowTooLong, undecodable, type JsonElement, type JsonElements, type JsonFault} from './json-element.js'

/** The rows of NDJSON: one a line; a line of white space alone is none. */
export async function* lineElements(chunks: AsyncIterable<Buffer>): JsonElements {
  let line = 1
  let rest: Buffer[] = []
  let length = 0
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(10) + 1
    if (end === 0) {
      // Of a line that is too long only the beginning is kept.
      if (length <= maxRowBytes) rest.push(chunk)
      length += chunk.length
      continue
    }
    const first = chunk.indexOf(10) + 1
    rest.push(chunk.subarray(0, length + first > maxRowBytes ? first : end))
    const lines = Buffer.concat(rest)
    const isCut = length + first > maxRowBytes
    yield elementsIn(lines, line, isCut)
    line += countLines(lines)
    if (isCut) {
      const others = chunk.subarray(first, end)
      yield elementsIn(others, line, false)
      line += countLines(others)
    }
    rest = end < chunk.length ? [chunk.subarray(end)] : []
    length = chunk.length - end
  }
  if (length > 0) yield elementsIn(Buffer.concat(rest), line, length > maxRowBytes)
}

function elementsIn(bytes: Buffer, firstLine: number, isCut: boolean): readonly (JsonElement | JsonFault)[] {
  const elements: (JsonElement | JsonFault)[] = []
  if (isCut) return [rowTooLong({line: firstLine, column: 1, text: bytes.subarray(0, shownBytes).toString()})]
  const areTexts = isUtf8(bytes)
  // latin1 keeps the bytes of lines apart, to be judged line by line.
  const text = bytes.toString(areTexts ? 'utf8' : 'latin1')
  let line = firstLine
  for (let at = 0; at < text.length; line += 1) {
    const found = text.indexOf('\n', at)
    const end = found < 0 ? text.length : found
    const row = text.slice(at, text.charCodeAt(end - 1) === 13 && end > at ? end - 1 : end)
    at = end + 1
    if (isBlank(row)) continue
    elements.push(areTexts ? {text: row, line, column: 1} : decoded(Buffer.from(row, 'latin1'), line))
  }
  return elements
}

function decoded(bytes: Buffer, line: number): JsonElement | JsonFault {
  const text = bytes.toString()
  return isUtf8(bytes) ? {text, line, column: 1} : undecodable({text, line, column: 1})
}

function isBlank(row: string): boolean {
  return row.length === 0 || (row.charCodeAt(0) <= 32 && /^[ \t\r]*$/.test(row))
}

function countLines(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count += 1
  return count
}
