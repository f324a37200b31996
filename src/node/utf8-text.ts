import {isUtf8} from 'node:buffer'

export type Utf8Text =
  | {readonly ok: true; readonly text: string}
  | {readonly ok: false; readonly line: number; /** How to mend it. */ readonly hint: string}

/** The text of UTF-8 bytes without the byte order mark that editors on Windows leave, or the line in which they are none. */
export function utf8Text(bytes: Buffer): Utf8Text {
  if (isUtf8(bytes)) {
    const text = bytes.toString()
    return {ok: true, text: text.startsWith('\uFEFF') ? text.slice(1) : text}
  }
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  const hint = isUtf16 ? 'it looks like UTF-16: save it as UTF-8' : 'save it as UTF-8'
  return {ok: false, line: faultyLine(bytes), hint}
}

/** No byte of a longer character is a line feed, so each line can be looked at by itself. */
function faultyLine(bytes: Buffer): number {
  let line = 1
  let start = 0
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
    if (!isUtf8(bytes.subarray(start, end))) break
    start = end + 1
    line += 1
  }
  return line
}
