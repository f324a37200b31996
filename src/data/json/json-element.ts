import {dataError} from '../data-errors.js'
import type {JsonRejectCode} from './bad-json.js'

/** The text of one row, and where it begins: physical line and character in it, from 1. */
export interface JsonElement {
  readonly text: string
  readonly line: number
  readonly column: number
}

/** A row of which nothing more is known than that it is bad. */
export interface JsonFault extends JsonElement {
  readonly code: JsonRejectCode
  readonly reason: string
}

/** How a file gives its rows: some at a time, in order. */
export type JsonElements = AsyncGenerator<readonly (JsonElement | JsonFault)[]>

/** A row longer than this, in bytes, is refused, since it must not fill the memory. */
export const maxRowBytes = 64 * 1024 * 1024

/** The place of an offset in a text that begins at a place. */
export function placeIn({text, line, column}: JsonElement, at: number): {readonly line: number; readonly column: number} {
  let [lines, characters] = [0, column - 1]
  for (let index = 0; index < at; index += 1) {
    const code = text.charCodeAt(index)
    if (code === 10) [lines, characters] = [lines + 1, 0]
    // The second half of a pair is no character of its own.
    else if (code < 0xdc00 || code > 0xdfff) characters += 1
  }
  return {line: line + lines, column: characters + 1}
}

export function rowTooLong(element: JsonElement): JsonFault {
  const reason = `the row is longer than ${String(maxRowBytes / 1024 / 1024)} MiB`
  return {...element, code: 'row_too_long', reason}
}

export function undecodable(element: JsonElement): JsonFault {
  return {...element, code: 'undecodable', reason: 'bytes that are no UTF-8 text'}
}

/** What to throw where a document breaks off being JSON: what follows cannot be read. */
export function brokenJson(file: string, place: {readonly line: number; readonly column: number}, reason: string): Error {
  return dataError('json_broken', `${file} is no JSON: ${reason}`, {
    at: {file, ...place},
    hint: 'a file with one object on each line is read with format: ndjson',
  })
}
