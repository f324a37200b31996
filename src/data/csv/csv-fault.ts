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

/** The offset of the first byte that is no part of a UTF-8 character. */
export function firstUndecodable(bytes: Buffer): number {
  let good = 0
  let bad = bytes.length
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (isUtf8(completeCharacters(bytes.subarray(0, middle)))) good = middle
    else bad = middle
  }
  return completeCharacters(bytes.subarray(0, bad)).length < bad ? completeCharacters(bytes.subarray(0, bad)).length : good
}

/** Bytes without a character that is cut off at their end. */
export function completeCharacters(bytes: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return bytes
    if (byte < 0xc0) continue
    const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    return needs > back ? bytes.subarray(0, bytes.length - back) : bytes
  }
  return bytes
}
