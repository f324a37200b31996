import {isUtf8} from 'node:buffer'
import {faultIn, firstUndecodable, type CsvFault} from './csv-fault.js'
import {countLines, scanRecord, type DialectBytes, type RejectCode, type ScannedField} from './scan-record.js'

/** One record as csv-parse read it, and where its bytes lie in the window that it came with. */
export interface CsvRecord {
  readonly cells: readonly string[]
  readonly start: number
  readonly end: number
}

/** The bytes that some records were read from: tells of a record what csv-parse does not. */
export class RecordWindow {
  readonly #bytes: Buffer
  readonly #dialect: DialectBytes
  readonly #isSuspect: boolean
  #line: number
  #countedTo = 0

  /** `line` is the physical line on which the bytes begin; `isSuspect` says that some of them are no text. */
  constructor(bytes: Buffer, dialect: DialectBytes, line: number, isSuspect: boolean) {
    this.#bytes = bytes
    this.#dialect = dialect
    this.#line = line
    this.#isSuspect = isSuspect
  }

  /** The physical line on which a record begins. Records must be asked for in their order. */
  lineOf({start}: CsvRecord): number {
    this.#line += countLines(this.#bytes, this.#countedTo, start)
    this.#countedTo = start
    return this.#line
  }

  bytesOf({start, end}: CsvRecord): Buffer {
    return this.#bytes.subarray(start, end)
  }

  fieldsOf(record: CsvRecord): readonly ScannedField[] {
    return scanRecord(this.bytesOf(record), this.#dialect).fields
  }

  /** Whether a quote stands anywhere in a record. */
  hasQuote(record: CsvRecord): boolean {
    const {quote} = this.#dialect
    return quote !== undefined && this.bytesOf(record).includes(quote)
  }

  /** The fault of a record whose bytes are no text: undecodable, or NUL. */
  badBytes(record: CsvRecord): CsvFault | undefined {
    if (!this.#isSuspect) return undefined
    const bytes = this.bytesOf(record)
    if (!isUtf8(bytes)) return this.fault(record, 'undecodable', firstUndecodable(bytes))
    const nul = bytes.indexOf(0)
    return nul < 0 ? undefined : this.fault(record, 'nul_byte', nul)
  }

  /** A fault at an offset in a record. */
  fault(record: CsvRecord, code: RejectCode, at: number): CsvFault {
    return faultIn(this.bytesOf(record), code, at, this.lineOf(record))
  }
}
