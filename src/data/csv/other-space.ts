import {isAscii} from 'node:buffer'

/** Tab, vertical tab and form feed. */
const controls = [9, 11, 12]
/** All other white space that Unicode has, and the byte order mark, but for those that begin as `generalPunctuation`. */
const others = ['\u{85}', '\u{A0}', '\u{1680}', '\u{205F}', '\u{3000}', '\u{FEFF}'].map((text) => Buffer.from(text))
/** The first two bytes of U+2000 to U+203F, of which U+2000 to U+200A, U+2028, U+2029 and U+202F are white space. */
const generalPunctuation = Buffer.from([0xe2, 0x80])

/** Whether whole lines hold white space other than blanks, apart from the line breaks. */
export function holdsOtherSpace(lines: Buffer): boolean {
  if (controls.some((space) => lines.includes(space))) return true
  return !isAscii(lines) && (others.some((space) => lines.includes(space)) || holdsPunctuationSpace(lines))
}

function holdsPunctuationSpace(lines: Buffer): boolean {
  for (let at = lines.indexOf(generalPunctuation); at >= 0; at = lines.indexOf(generalPunctuation, at + 2)) {
    const last = lines[at + 2] ?? 0
    if (last <= 0x8a || last === 0xa8 || last === 0xa9 || last === 0xaf) return true
  }
  return false
}
