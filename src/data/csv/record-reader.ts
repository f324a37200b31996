import {isUtf8} from 'node:buffer'
import {Parser} from 'csv-parse'
import type {CsvFault} from './csv-fault.js'
import type {Dialect} from './dialect.js'
import {RecordWindow, type CsvRecord} from './record-window.js'
import {countLines, dialectBytes, scanRecord, type DialectBytes} from './scan-record.js'
import {maxRecordBytes, skipLine} from './skip-line.js'

/** Records in order, or one that could not be read. */
export type ReadStep =
  | {readonly kind: 'records'; readonly records: readonly CsvRecord[]; readonly window: RecordWindow}
  | {readonly kind: 'fault'; readonly fault: CsvFault}

/**
 * Reads records with csv-parse up to the first fault in quoting: the line on which the faulty field begins
 * is then handed out as a fault, and reading starts afresh on the next line, so one bad quote costs one line.
 * `chunks` are UTF-8 and end between characters; `firstLine` is the physical line on which they begin.
 */
export async function* readRecords(
  chunks: AsyncGenerator<Buffer>,
  dialect: Dialect,
  firstLine: number,
): AsyncGenerator<ReadStep> {
  try {
    yield* stepsOf(chunks, dialect, firstLine)
  } finally {
    await chunks.return(undefined)
  }
}

async function* stepsOf(chunks: AsyncGenerator<Buffer>, dialect: Dialect, firstLine: number): AsyncGenerator<ReadStep> {
  const bytes = dialectBytes(dialect)
  let rest: Buffer = Buffer.alloc(0)
  let line = firstLine
  let run = new ParserRun(dialect, bytes)
  let restIsSuspect = false
  for (;;) {
    const next = await chunks.next()
    const isLast = next.done === true
    if (!isLast) {
      restIsSuspect ||= isSuspect(next.value)
      rest = rest.length === 0 ? next.value : Buffer.concat([rest, next.value])
    }
    let failed = isLast ? await run.end(rest) : await run.write(next.value, rest)
    for (;;) {
      const {records, end} = run.take(isLast && !failed ? rest.length : undefined)
      if (records.length > 0) yield {kind: 'records', records, window: new RecordWindow(rest, bytes, line, restIsSuspect)}
      line += countLines(rest, 0, end)
      rest = rest.subarray(end)
      if (!failed && rest.length <= maxRecordBytes) break
      const skipped = await skipLine({rest, line, dialect: bytes, failed, isLast}, chunks)
      yield {kind: 'fault', fault: skipped.fault}
      rest = skipped.rest
      line = skipped.line
      if (skipped.hasRead) restIsSuspect = isSuspect(rest)
      run = new ParserRun(dialect, bytes)
      failed = rest.length > 0 && (await run.write(rest, rest))
      if (!failed && isLast) failed = await run.end(rest)
    }
    if (isLast) return
    // Records that are complete have been handed out; only the bytes of the one in the making can still be bad.
    restIsSuspect &&= isSuspect(rest)
  }
}

/** Whether some bytes are no text. */
function isSuspect(bytes: Buffer): boolean {
  return !isUtf8(bytes) || bytes.includes(0)
}

/** One csv-parse parser and the records it has found since the last `take`. */
class ParserRun {
  readonly #parser: Parser
  #records: CsvRecord[] = []
  /** Bytes that records before the last `take` used up. */
  #taken = 0
  #end = 0

  /** What follows the records that were taken. */
  #window: Buffer = Buffer.alloc(0)

  constructor({delimiter, quote, escape}: Dialect, dialect: DialectBytes) {
    this.#parser = new Parser({
      delimiter,
      quote: quote ?? null,
      escape: escape ?? null,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
      // Without `columns` and `cast`, csv-parse gives each record as a list of texts.
      on_record: (cells: string[], info: {readonly bytes: number}) => {
        const start = this.#end - this.#taken
        // Told to take a quote inside an unquoted field as it is, csv-parse also takes text after a closing quote.
        // A field that it read in that way begins with a quote. What is thrown here stops it.
        if (
          quote !== undefined &&
          cells.some((cell) => cell.startsWith(quote)) &&
          scanRecord(this.#window.subarray(start), dialect).fault
        ) {
          throw new Error('text after a closing quote')
        }
        this.#records.push({cells, start, end: info.bytes - this.#taken})
        this.#end = info.bytes
        return undefined
      },
    })
    this.#parser.on('error', () => undefined)
  }

  /** Reads more; `window` is all that follows the records taken, the new bytes at its end. True where reading stopped at a fault. */
  async write(bytes: Buffer, window: Buffer): Promise<boolean> {
    this.#window = window
    return await settled((done) => this.#parser.write(bytes, done))
  }

  async end(window: Buffer): Promise<boolean> {
    this.#window = window
    this.#parser.resume()
    return await settled((done) => this.#parser.end(done))
  }

  /** The records found, with offsets from the end of those taken before; `end` says up to where they reach. */
  take(total: number | undefined): {readonly records: readonly CsvRecord[]; readonly end: number} {
    const records = this.#records
    this.#records = []
    const end = total ?? this.#end - this.#taken
    this.#taken = this.#end
    const last = records.at(-1)
    if (total !== undefined && last) records[records.length - 1] = {...last, end: total}
    return {records, end}
  }
}

/** Whether a call of a stream's ended with an error. */
async function settled(call: (done: (error?: Error | null) => void) => void): Promise<boolean> {
  return await new Promise((resolve) => {
    call((error) => {
      resolve(error instanceof Error)
    })
  })
}
