import type {Dialect} from './dialect.js'

/** What is wrong with a row, by the code that `rejected` and problems name. */
export const rejectCodes = [
  'bad_value',
  'field_too_long',
  'nul_byte',
  'text_after_quote',
  'too_few_fields',
  'too_many_fields',
  'unclosed_quote',
  'undecodable',
] as const
export type RejectCode = (typeof rejectCodes)[number]

export interface ScannedField {
  /** Byte offset of the field in the record, its quote included. */
  readonly start: number
  readonly isQuoted: boolean
}

export interface ScannedRecord {
  readonly fields: readonly ScannedField[]
  /** Where reading cannot go on, and where the field that is to blame begins. */
  readonly fault?: {readonly code: RejectCode; readonly at: number; readonly fieldStart: number}
}

const carriageReturn = 13
const lineFeed = 10

/** The dialect in bytes, as it stands in UTF-8. */
export interface DialectBytes {
  readonly delimiter: Buffer
  readonly quote: Buffer | undefined
  readonly escape: Buffer | undefined
}

export function dialectBytes({delimiter, quote, escape}: Dialect): DialectBytes {
  const bytes = (text: string | undefined) => (text === undefined ? undefined : Buffer.from(text))
  return {delimiter: Buffer.from(delimiter), quote: bytes(quote), escape: bytes(escape)}
}

/**
 * Walks through the first record of `bytes` and tells where its fields begin and which are quoted; csv-parse, which
 * reads the values, tells neither of a good row nor of a bad one. RFC 4180, with the
 * dialect's delimiter, quote and escape; a quote inside an unquoted field is a character like any other.
 */
export function scanRecord(bytes: Buffer, dialect: DialectBytes): ScannedRecord {
  const {delimiter, quote} = dialect
  const fields: ScannedField[] = []
  let at = 0
  for (;;) {
    const start = at
    const isQuoted = quote !== undefined && startsWith(bytes, quote, at)
    fields.push({start, isQuoted})
    if (isQuoted) {
      const end = closingQuote(bytes, start + quote.length, quote, dialect.escape)
      if (end === undefined) return {fields, fault: {code: 'unclosed_quote', at: start, fieldStart: start}}
      at = end
      if (!isFieldEnd(bytes, at, delimiter)) return {fields, fault: {code: 'text_after_quote', at, fieldStart: start}}
    } else {
      while (!isFieldEnd(bytes, at, delimiter)) at += 1
    }
    if (!startsWith(bytes, delimiter, at)) return {fields}
    at += delimiter.length
  }
}

/** The offset after the quote that closes a field whose content begins at `from`. */
function closingQuote(bytes: Buffer, from: number, quote: Buffer, escape: Buffer | undefined): number | undefined {
  const escapeIsQuote = escape === undefined || escape.equals(quote)
  let at = from
  while (at < bytes.length) {
    if (!escapeIsQuote && startsWith(bytes, escape, at)) at += escape.length + 1
    else if (!startsWith(bytes, quote, at)) at += 1
    else if (escapeIsQuote && startsWith(bytes, quote, at + quote.length)) at += 2 * quote.length
    else return at + quote.length
  }
  return undefined
}

function isFieldEnd(bytes: Buffer, at: number, delimiter: Buffer): boolean {
  return at >= bytes.length || bytes[at] === lineFeed || bytes[at] === carriageReturn || startsWith(bytes, delimiter, at)
}

function startsWith(bytes: Buffer, part: Buffer, at: number): boolean {
  if (bytes[at] !== part[0]) return false
  for (let index = 1; index < part.length; index += 1) if (bytes[at + index] !== part[index]) return false
  return at + part.length <= bytes.length
}

/** How many line breaks (`\r\n`, `\n` or `\r`) lie in a stretch of bytes; a `\r` at its end counts as one. */
export function countLines(bytes: Buffer, from: number, to: number): number {
  let lines = 0
  for (let at = from; at < to; at += 1) {
    if (bytes[at] === lineFeed || (bytes[at] === carriageReturn && bytes[at + 1] !== lineFeed)) lines += 1
  }
  return lines
}

/** The offset after the first line break from `from` on; nothing when there is none, or when what follows a `\r` is not known yet. */
export function lineEnd(bytes: Buffer, from: number, isLast: boolean): number | undefined {
  for (let at = from; at < bytes.length; at += 1) {
    if (bytes[at] === lineFeed) return at + 1
    if (bytes[at] !== carriageReturn) continue
    if (at + 1 === bytes.length && !isLast) return undefined
    return bytes[at + 1] === lineFeed ? at + 2 : at + 1
  }
  return undefined
}
