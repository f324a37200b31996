/** A row or a cell that says where it lies, as `r="17"` or `r="AB17"`; an escape in it hides what it says. */
const place = /<(?:\w+:)?(?:row|c)\s[^<]*?\br\s*=\s*["']([A-Za-z]*)(\d*)(&?)/g
/** Of each cell with a value, and of each text that cells share, two of these. */
const cellParts = /<(?:\w+:)?(?:c|si|v|t)[\s>/]/g
/** A tag is looked at whole unless it is longer than this, as those of rows and cells never are. */
const longestTag = 64 * 1024

/** How far a part of a workbook that is XML reaches, as far as its text tells: fed piece by piece, in bounded memory. */
export class SheetExtent {
  /** Cells with a value, and texts that cells share. */
  cells = 0
  rows = 0
  columns = 0
  /** Whether the place of a cell is written in a way that Excel never writes, so that nobody knows how far it reaches. */
  isHidden = false
  /** Whether it declares a document type, whose entities nobody here expands; no workbook has one. */
  hasDoctype = false
  #rest = ''

  take(bytes: Buffer): void {
    const text = this.#rest + bytes.toString('latin1')
    const last = text.lastIndexOf('<')
    const isLong = text.length - last > longestTag
    const whole = isLong ? text : text.slice(0, last)
    this.#rest = isLong ? '' : text.slice(last)
    this.isHidden ||= isLong && /^<(?:\w+:)?(?:row|c)\s[^>]*$/.test(text.slice(last))
    this.hasDoctype ||= whole.includes('<!DOCTYPE')
    this.cells += countOf(whole, cellParts) / 2
    for (const [, letters = '', digits = '', escape = ''] of whole.matchAll(place)) {
      this.isHidden ||= escape !== ''
      this.rows = Math.max(this.rows, Number(digits))
      this.columns = Math.max(this.columns, numberOf(letters))
    }
  }
}

function countOf(text: string, pattern: RegExp): number {
  let count = 0
  for (pattern.lastIndex = 0; pattern.test(text);) count += 1
  return count
}

/** The number of a column: A is 1, Z 26, AA 27. */
function numberOf(letters: string): number {
  let number = 0
  for (const letter of letters.slice(0, 9).toUpperCase()) number = number * 26 + letter.charCodeAt(0) - 64
  return number
}
