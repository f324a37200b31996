import {faultIn, shownBytes, type CsvFault} from './csv-fault.js'
import {countLines, lineEnd, scanRecord, type DialectBytes} from './scan-record.js'

/** A record longer than this is refused: most likely a quote was never closed, and it must not fill the memory. */
export const maxRecordBytes = 16 * 1024 * 1024

/** A record that cannot be read: its bytes and all that was read after them. */
export interface Broken {
  readonly rest: Buffer
  /** The physical line on which it begins. */
  readonly line: number
  readonly dialect: DialectBytes
  /** Whether csv-parse stopped at it; else it is too long. */
  readonly failed: boolean
  /** Whether `rest` reaches to the end of the file. */
  readonly isLast: boolean
}

/** Where reading goes on after a broken record. */
export interface Resumed {
  readonly fault: CsvFault
  readonly rest: Buffer
  readonly line: number
  /** Whether `rest` holds bytes that were not in the broken record's. */
  readonly hasRead: boolean
}

/**
 * Gives up a broken record: from its beginning to the end of the physical line on which the field to blame begins.
 * More is read from `chunks` where that line has not ended yet. Gives the fault, and the bytes and line to go on with.
 */
export async function skipLine(broken: Broken, chunks: AsyncIterator<Buffer>): Promise<Resumed> {
  const {rest, line, dialect, failed, isLast} = broken
  const found = scanRecord(rest, dialect).fault
  const fieldStart = found?.fieldStart ?? 0
  let seen = rest
  let shown = rest
  let end = lineEnd(seen, fieldStart, isLast)
  while (end === undefined) {
    const next = await chunks.next()
    if (next.done === true) break
    // A line without an end must not fill the memory: all that was searched is let go, but for a last \r.
    seen = Buffer.concat([seen.subarray(-1), next.value])
    if (shown.length < shownBytes) shown = Buffer.concat([shown, next.value])
    end = lineEnd(seen, 0, false)
  }
  const record = shown.subarray(0, lineEnd(shown, fieldStart, true))
  // What was found on a later line says only that the quote on this one is not what it seems.
  const at = found !== undefined && found.at <= record.length ? found.at : fieldStart
  return {
    fault: faultIn(record, failed ? (found?.code ?? 'text_after_quote') : 'field_too_long', at, line),
    rest: end === undefined ? Buffer.alloc(0) : seen.subarray(end),
    line: line + countLines(rest, 0, fieldStart) + 1,
    hasRead: seen !== rest,
  }
}
