import type {DialectBytes} from './scan-record.js'

const blank = 32
const lineFeed = 10
const carriageReturn = 13
/** Lines are looked at in pieces of about so many bytes: strings of that size are made fast, and freed fast. */
const pieceBytes = 64 * 1024

/** What stands beside quotes in a text. */
export interface BesideQuotes {
  /** Blanks between a quote and the end of its field. */
  readonly hasBlanks: boolean
  /** A quoted field may begin or end with a line break: in doubt, it may. */
  readonly hasBreaks: boolean
  /** A null value stands in quotes as a field of its own. */
  readonly hasNulls: boolean
}

/**
 * Looks at what stands beside each quote of whole lines, where quote and delimiter are one byte each. Bytes are looked at as
 * characters, which are found several times as fast.
 */
export function besideQuotes(lines: Buffer, {delimiter, quote}: DialectBytes, nullValues: readonly string[]): BesideQuotes {
  const look = new QuoteLook(delimiter.toString('latin1'), quote?.toString('latin1') ?? '', nullValues)
  for (let start = 0; start < lines.length;) {
    const end = start + pieceBytes < lines.length ? lines.indexOf(lineFeed, start + pieceBytes) + 1 : lines.length
    look.take(lines.toString('latin1', start, end === 0 ? lines.length : end))
    start = end === 0 ? lines.length : end
  }
  return look
}

class QuoteLook implements BesideQuotes {
  hasBlanks = false
  hasBreaks = false
  hasNulls = false
  readonly #quote: string
  readonly #quoteCode: number
  readonly #delimiterCode: number
  /** Null values as bytes, with the quote that ends them. */
  readonly #nulls: readonly string[]

  constructor(delimiter: string, quote: string, nullValues: readonly string[]) {
    this.#quote = quote
    this.#quoteCode = quote.charCodeAt(0)
    this.#delimiterCode = delimiter.charCodeAt(0)
    this.#nulls = nullValues.map((text) => Buffer.from(text).toString('latin1') + quote)
  }

  take(text: string): void {
    for (let at = text.indexOf(this.#quote); at >= 0; at = text.indexOf(this.#quote, at + 1)) {
      const before = at === 0 ? lineFeed : text.charCodeAt(at - 1)
      const after = text.charCodeAt(at + 1)
      const isFieldStart = before === lineFeed || before === this.#delimiterCode
      if (after === blank) this.hasBlanks ||= this.#isFieldEnd(text, afterBlanks(text, at + 1))
      if (before === blank) this.hasBlanks ||= this.#opensAfterBlanks(text, at, after)
      if (after === lineFeed || after === carriageReturn) this.hasBreaks ||= isFieldStart
      else if (before === lineFeed && after === this.#delimiterCode) this.hasBreaks ||= at > 0
      if (isFieldStart && !this.hasNulls) this.hasNulls = this.#isNull(text, at + 1)
    }
  }

  /** `, "a"`: the engine takes the quote for one that opens. Inside of a quoted field it would be doubled, and text follows. */
  #opensAfterBlanks(text: string, at: number, after: number): boolean {
    let start = at
    while (start > 0 && text.charCodeAt(start - 1) === blank) start -= 1
    const before = start === 0 ? lineFeed : text.charCodeAt(start - 1)
    if (before !== lineFeed && before !== this.#delimiterCode) return false
    return after !== this.#quoteCode || this.#isFieldEnd(text, at + 2)
  }

  #isNull(text: string, from: number): boolean {
    for (const one of this.#nulls) if (text.startsWith(one, from) && this.#isFieldEnd(text, from + one.length)) return true
    return false
  }

  #isFieldEnd(text: string, at: number): boolean {
    const code = text.charCodeAt(at)
    return at >= text.length || code === lineFeed || code === carriageReturn || code === this.#delimiterCode
  }
}

function afterBlanks(text: string, from: number): number {
  let at = from
  while (text.charCodeAt(at) === blank) at += 1
  return at
}
