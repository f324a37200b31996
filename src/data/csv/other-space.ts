import {isAscii} from 'node:buffer'
import type {DialectBytes} from './scan-record.js'

const lineFeed = 10
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

/**
 * Whether a quoted field may begin or end with a line break: in doubt, it may. Looks for quotes first, since there are fewer of
 * them than of delimiters and line breaks.
 */
function mayHoldBreakAtEnd(lines: Buffer, delimiter: Buffer, quote: Buffer): boolean {
  const opensBefore = (ending: string) => {
    const pattern = Buffer.concat([quote, Buffer.from(ending)])
    for (let at = lines.indexOf(pattern); at >= 0; at = lines.indexOf(pattern, at + 2)) {
      if (at === 0 || lines[at - 1] === lineFeed || lines[at - 1] === delimiter.at(-1)) return true
    }
    return false
  }
  return opensBefore('\n') || opensBefore('\r') || lines.includes(Buffer.concat([Buffer.from('\n'), quote, delimiter]))
}
