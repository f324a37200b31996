import {isUtf8} from 'node:buffer'
import {countLines, type RejectCode} from './scan-record.js'

/** So much of a bad record is kept to be shown. */
export const shownBytes = 64 * 1024

/** A record that is no row, and why. */
export interface CsvFault {
  readonly code: RejectCode
  /** Physical line and character in it, from 1. */
  readonly line: number
  readonly column: number
  /** What stands there, without its line break; at most 64 KiB of it. */
  readonly raw: string
}

/** The fault at an offset in a record that begins on `line`. */
export function faultIn(record: Buffer, code: RejectCode, at: number, line: number): CsvFault {
  const before = record.subarray(0, at)
  const start = Math.max(before.lastIndexOf(10), before.lastIndexOf(13)) + 1
  return {
    code,
    line: line + countLines(record, 0, at),
    column: [...before.subarray(start).toString()].length + 1,
    raw: record
      .subarray(0, shownBytes)
      .toString()
      .replace(/(\r\n|\n|\r)$/, ''),
  }
}

/** The offset of the first byte that is no part of a UTF-8 character; the length of the bytes where all are. */
export function firstUndecodable(bytes: Buffer): number {
  let at = 0
  while (at < bytes.length) {
    const length = sequenceLength(bytes[at] ?? 0)
    if (length === 0 || at + length > bytes.length || !isUtf8(bytes.subarray(at, at + length))) return at
    at += length
  }
  return at
}

/** How many bytes a character has that begins with `byte`; 0 where none does. */
function sequenceLength(byte: number): number {
  if (byte < 0x80) return 1
  if (byte < 0xc0) return 0
  return byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
}

/** Bytes without a character that is cut off at their end. */
export function completeCharacters(bytes: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return bytes
    if (byte < 0xc0) continue
    return sequenceLength(byte) > back ? bytes.subarray(0, bytes.length - back) : bytes
  }
  return bytes
}
