import {isUtf8} from 'node:buffer'
import {besideQuotes} from './beside-quotes.js'
import {holdsOtherSpace} from './other-space.js'
import type {DialectBytes} from './scan-record.js'

const nul = 0
const lineFeed = 10
const carriageReturn = 13

/**
 * Looks through a text, blocks of whole lines one after the other, for what the engine's reader takes otherwise than RFC 4180
 * has it, or does not take at all. Found by holding it against the exact reader on generated texts: see
 * test/data/csv/readers-agree.test.ts.
 */
export class ByteCheck {
  readonly #dialect: DialectBytes
  #ending: 'line feed' | 'pair' | undefined
  readonly #nullValues: readonly string[]
  #reason: string | undefined
  #hasQuotedNulls = false
  #hasOnlyBlanks = true

  constructor(dialect: DialectBytes, nullValues: readonly string[]) {
    this.#nullValues = nullValues
    this.#dialect = dialect
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
    this.#hasOnlyBlanks &&= !holdsOtherSpace(lines)
    if (quote === undefined || !lines.includes(quote)) return
    const {hasBlanks, hasBreaks, hasNulls} = besideQuotes(lines, this.#dialect, this.#nullValues)
    if (hasBlanks) this.#reason ??= 'has blanks between a quote and the end of its field'
    this.#hasOnlyBlanks &&= !hasBreaks
    this.#hasQuotedNulls ||= hasNulls
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
