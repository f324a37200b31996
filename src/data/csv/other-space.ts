import {isAscii} from 'node:buffer'
import type {DialectBytes} from './scan-record.js'

/** Tab, vertical tab and form feed. */
const controls = [9, 11, 12]
/** All other white space that Unicode has, and the byte order mark, but for those that begin as `generalPunctuation`. */
const others = ['\u{85}', '\u{A0}', '\u{1680}', '\u{205F}', '\u{3000}', '\u{FEFF}'].map((text) => Buffer.from(text))
/** The first two bytes of U+2000 to U+203F, of which U+2000 to U+200A, U+2028, U+2029 and U+202F are white space. */
const generalPunctuation = Buffer.from([0xe2, 0x80])

/** Whether a field of whole lines may begin or end with white space other than blanks. */
export function holdsOtherSpace(lines: Buffer, {delimiter, quote}: DialectBytes, hasQuote: boolean): boolean {
  if (controls.some((space) => lines.includes(space))) return true
  if (!isAscii(lines) && (others.some((space) => lines.includes(space)) || holdsPunctuationSpace(lines))) return true
  return hasQuote && quote !== undefined && mayHoldBreakAtEnd(lines, delimiter, quote)
}

function holdsPunctuationSpace(lines: Buffer): boolean {
  for (let at = lines.indexOf(generalPunctuation); at >= 0; at = lines.indexOf(generalPunctuation, at + 2)) {
    const last = lines[at + 2] ?? 0
    if (last <= 0x8a || last === 0xa8 || last === 0xa9 || last === 0xaf) return true
  }
  return false
}

/** Whether a quoted field may begin or end with a line break: in doubt, it may. */
function mayHoldBreakAtEnd(lines: Buffer, delimiter: Buffer, quote: Buffer): boolean {
  const breaks = ['\n', '\r'].map((ending) => Buffer.from(ending))
  const [lineFeed = quote] = breaks
  const patterns = [
    ...breaks.flatMap((ending) => [Buffer.concat([delimiter, quote, ending]), Buffer.concat([lineFeed, quote, ending])]),
    Buffer.concat([lineFeed, quote, delimiter]),
  ]
  const starts = Buffer.concat([quote, lineFeed])
  return lines.subarray(0, starts.length).equals(starts) || patterns.some((pattern) => lines.includes(pattern))
}
