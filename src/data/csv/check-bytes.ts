import {isUtf8} from 'node:buffer'
import {holdsOtherSpace} from './other-space.js'
import type {DialectBytes} from './scan-record.js'
import {holdsQuotedNull} from './null-fields.js'

const nul = 0
const blank = 32
const lineFeed = 10
const carriageReturn = 13

/**
 * Looks through a text, blocks of whole lines one after the other, for what the engine's reader takes otherwise than RFC 4180 has it, or does not take at
 * all. Found by holding it against the exact reader on generated texts: see test/data/csv/readers-agree.test.ts.
 */
export class ByteCheck {
  readonly #dialect: DialectBytes
  readonly #quoteBlank: Buffer
  readonly #blankQuote: Buffer
  #ending: 'line feed' | 'pair' | undefined
  readonly #nullValues: readonly string[]
  #reason: string | undefined
  #hasQuotedNulls = false
  #hasOnlyBlanks = true

  constructor(dialect: DialectBytes, nullValues: readonly string[]) {
    this.#nullValues = nullValues
    const quote = dialect.quote ?? Buffer.alloc(0)
    this.#dialect = dialect
    this.#quoteBlank = Buffer.concat([quote, Buffer.from(' ')])
    this.#blankQuote = Buffer.concat([Buffer.from(' '), quote])
  }

  /** Why the engine may not read the text; undefined where it may, as far as is known. */
  get reason(): string | undefined {
    return this.#reason
  }

  /** Whether a null value stands in quotes anywhere, which makes it a text. */
  get hasQuotedNulls(): boolean {
    return this.#hasQuotedNulls
  }

  /** Whether no field can begin or end with white space other than blanks. */
  get hasOnlyBlanks(): boolean {
    return this.#hasOnlyBlanks
  }

  take(lines: Buffer): void {
    this.#check(lines)
    const {quote} = this.#dialect
    const hasQuote = quote !== undefined && lines.includes(quote)
    if (hasQuote) this.#checkQuoted(lines)
    this.#hasOnlyBlanks &&= !holdsOtherSpace(lines, this.#dialect, hasQuote)
  }

  #checkQuoted(lines: Buffer): void {
    if (this.#isBlankAfterQuote(lines) || this.#isBlankBeforeQuote(lines))
      this.#reason ??= 'has blanks between a quote and the end of its field'
    this.#hasQuotedNulls ||= holdsQuotedNull(lines, this.#dialect, this.#nullValues)
  }

  #check(bytes: Buffer): void {
    if (!isUtf8(bytes)) this.#reason = 'has bytes that are no text'
    else if (bytes.includes(nul)) this.#reason = 'has NUL bytes'
    else if (!this.#hasOneEnding(bytes)) this.#reason = 'has lines that end in different ways'
  }

  #hasOneEnding(bytes: Buffer): boolean {
    const hasReturn = bytes.includes(carriageReturn)
    if (this.#ending === undefined && (hasReturn || bytes.includes(lineFeed))) this.#ending = hasReturn ? 'pair' : 'line feed'
    return this.#ending === 'pair' ? standInPairs(bytes) : !hasReturn
  }

  /** `"a" ,`: the engine passes over the blanks. */
  #isBlankAfterQuote(bytes: Buffer): boolean {
    const wanted = this.#quoteBlank
    for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + 1)) {
      if (this.#isFieldEnd(bytes, afterBlanks(bytes, at + wanted.length))) return true
    }
    return false
  }

  /** `, "a"`: the engine takes the quote for one that opens. Inside of a quoted field it would be doubled, and text follows. */
  #isBlankBeforeQuote(bytes: Buffer): boolean {
    const wanted = this.#blankQuote
    const quote = wanted.length - 1
    for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + 1)) {
      let start = at
      while (start > 0 && bytes[start - 1] === blank) start -= 1
      const opens = start === 0 || bytes[start - 1] === lineFeed || this.#endsWithDelimiter(bytes, start)
      if (!opens) continue
      const after = at + wanted.length
      const isDoubled = bytes.subarray(after, after + quote).equals(wanted.subarray(1))
      if (!isDoubled || this.#isFieldEnd(bytes, after + quote)) return true
    }
    return false
  }

  #isFieldEnd(bytes: Buffer, at: number): boolean {
    const {delimiter} = this.#dialect
    if (at >= bytes.length || bytes[at] === lineFeed || bytes[at] === carriageReturn) return true
    return bytes.subarray(at, at + delimiter.length).equals(delimiter)
  }

  #endsWithDelimiter(bytes: Buffer, end: number): boolean {
    const {delimiter} = this.#dialect
    return end >= delimiter.length && bytes.subarray(end - delimiter.length, end).equals(delimiter)
  }
}

function afterBlanks(bytes: Buffer, from: number): number {
  let at = from
  while (bytes[at] === blank) at += 1
  return at
}

/** Whether \r and \n stand in pairs only. */
function standInPairs(bytes: Buffer): boolean {
  let before = nul
  for (const byte of bytes) {
    if ((byte === lineFeed) !== (before === carriageReturn)) return false
    before = byte
  }
  return before !== carriageReturn
}
