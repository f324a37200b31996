import type {DialectBytes} from './scan-record.js'

const blank = 32
const lineFeed = 10
const carriageReturn = 13
/** Where there is a quote in less than so many bytes, to look at each byte is faster than to search for the next quote. */
const dense = 64

/** What stands beside quotes in a text. */
export interface BesideQuotes {
  /** Blanks between a quote and the end of its field. */
  readonly hasBlanks: boolean
  /** A quoted field may begin or end with a line break: in doubt, it may. */
  readonly hasBreaks: boolean
}

/** Looks at what stands beside each quote of whole lines. */
export function besideQuotes(lines: Buffer, dialect: DialectBytes): BesideQuotes {
  const {quote} = dialect
  let hasBlanks = false
  let hasBreaks = false
  if (quote === undefined) return {hasBlanks, hasBreaks}
  let quotes = 0
  for (let at = lines.indexOf(quote); at >= 0;) {
    const end = at + quote.length
    const [before, after] = [lines[at - 1], lines[end]]
    if (after === blank) hasBlanks ||= isFieldEnd(lines, afterBlanks(lines, end), dialect)
    if (before === blank) hasBlanks ||= opensAfterBlanks(lines, at, quote, dialect)
    if (after === lineFeed || after === carriageReturn)
      hasBreaks ||= at === 0 || before === lineFeed || before === dialect.delimiter.at(-1)
    else if (before === lineFeed) hasBreaks ||= startsWith(lines, dialect.delimiter, end)
    quotes += 1
    at = quotes * dense > at ? nextByByte(lines, quote, end) : lines.indexOf(quote, end)
  }
  return {hasBlanks, hasBreaks}
}

/** `, "a"`: the engine takes the quote for one that opens. Inside of a quoted field it would be doubled, and text follows. */
function opensAfterBlanks(lines: Buffer, at: number, quote: Buffer, dialect: DialectBytes): boolean {
  let start = at - 1
  while (start > 0 && lines[start - 1] === blank) start -= 1
  const {delimiter} = dialect
  const isFirst = start === 0 || lines[start - 1] === lineFeed
  if (!isFirst && !(start >= delimiter.length && startsWith(lines, delimiter, start - delimiter.length))) return false
  const end = at + quote.length
  return !startsWith(lines, quote, end) || isFieldEnd(lines, end + quote.length, dialect)
}

function nextByByte(lines: Buffer, quote: Buffer, from: number): number {
  const [first] = quote
  for (let at = from; at < lines.length; at += 1) if (lines[at] === first && (quote.length === 1 || startsWith(lines, quote, at))) return at
  return -1
}

function isFieldEnd(bytes: Buffer, at: number, {delimiter}: DialectBytes): boolean {
  return at >= bytes.length || bytes[at] === lineFeed || bytes[at] === carriageReturn || startsWith(bytes, delimiter, at)
}

function startsWith(bytes: Buffer, wanted: Buffer, at: number): boolean {
  for (let index = 0; index < wanted.length; index += 1) if (bytes[at + index] !== wanted[index]) return false
  return true
}

function afterBlanks(bytes: Buffer, from: number): number {
  let at = from
  while (bytes[at] === blank) at += 1
  return at
}
