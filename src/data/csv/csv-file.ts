import type {CsvReadOptions} from '../../model/table-files.js'
import type {Database} from '../database.js'
import {dataError} from '../data-errors.js'
import {checkColumnNames} from '../column-names.js'
import {faultIn, type CsvFault} from './csv-fault.js'
import type {Dialect} from './dialect.js'
import {headerOf, numberedNames, type Header} from './header.js'
import {raggedReject, rejectOf} from './reasons.js'
import {readRecords, type ReadStep} from './record-reader.js'
import type {CsvRecord, RecordWindow} from './record-window.js'
import type {Reject} from '../rejects.js'
import type {RowOrigin, RowStore} from './row-store.js'
import {countLines, dialectBytes, scanRecord, type DialectBytes} from './scan-record.js'
import {withoutLines} from './skip-rows.js'
import {sourceChunks} from './source-chunks.js'

/** One CSV file: its header is read when it is opened, its rows after that. */
export class CsvFile {
  private constructor(
    readonly header: Header,
    /** Physical lines before the first row; undefined where the header goes over more than one. */
    readonly linesBefore: number | undefined,
    private readonly file: string,
    private readonly options: CsvReadOptions,
    private readonly dialect: DialectBytes,
    private readonly steps: AsyncGenerator<ReadStep>,
    /** Records that came with the header. */
    private first: ReadStep | undefined,
  ) {}

  static async open(file: string, options: CsvReadOptions, dialect: Dialect): Promise<CsvFile> {
    const {encoding = 'utf-8', skip_rows: skipped = 0} = options
    const chunks = sourceChunks(file, encoding)
    const steps = readRecords(skipped > 0 ? withoutLines(chunks, skipped) : chunks, dialect, skipped + 1)
    const bytes = dialectBytes(dialect)
    try {
      const {header, linesBefore, rest} = await readHeader(steps, file, options)
      return new CsvFile(header, linesBefore, file, options, bytes, steps, rest)
    } catch (error) {
      await steps.return(undefined)
      throw error
    }
  }

  /** Puts at most `most` rows into the store, bad ones among them into the rejects; says how many there were. */
  async readInto(store: RowStore, database: Database, most: number): Promise<number> {
    let count = 0
    await store.open()
    for (let step = this.first; ; step = undefined) {
      const next = step === undefined ? await this.steps.next() : {done: false as const, value: step}
      if (next.done === true || count >= most) break
      database.throwIfAborted()
      if (next.value.kind === 'fault') {
        count += 1
        await store.reject(this.#rejectOf(next.value.fault))
      } else {
        count += await this.#readRecords(next.value.records, next.value.window, store, most - count)
      }
      await store.settle()
    }
    return count
  }

  async close(): Promise<void> {
    await this.steps.return(undefined)
  }

  async #readRecords(records: readonly CsvRecord[], window: RecordWindow, store: RowStore, most: number): Promise<number> {
    let count = 0
    for (const record of records) {
      if (count >= most) break
      if (isBlank(record, window) && store.width !== 1) continue
      count += 1
      const bad = window.badBytes(record)
      if (bad) {
        await store.reject(this.#rejectOf(bad))
      } else if (record.cells.length !== store.width) {
        const field = window.fieldsOf(record)[store.width]
        const fault = window.fault(
          record,
          field ? 'too_many_fields' : 'too_few_fields',
          field?.start ?? contentLength(window.bytesOf(record)),
        )
        await store.reject(raggedReject(fault, this.file, record.cells.length, store.width))
      } else {
        store.add(this.#withNulls(record, window), store.wantsOrigins ? this.#originOf(record, window) : undefined)
      }
    }
    return count
  }

  /** The cells of a row, null where an unquoted one is a null value. */
  #withNulls(record: CsvRecord, window: RecordWindow): readonly (string | null)[] {
    const {null_values: nulls = ['']} = this.options
    const isNull = (cell: string) => nulls.includes(cell)
    if (!record.cells.some(isNull)) return record.cells
    if (!window.hasQuote(record)) return record.cells.map((cell) => (isNull(cell) ? null : cell))
    const fields = window.fieldsOf(record)
    return record.cells.map((cell, index) => (isNull(cell) && fields[index]?.isQuoted !== true ? null : cell))
  }

  #rejectOf(fault: CsvFault): Reject {
    return rejectOf(fault, this.file, this.options)
  }

  #originOf(record: CsvRecord, window: RecordWindow): RowOrigin {
    const line = window.lineOf(record)
    // The window's bytes go with their chunk; a copy of this row's stays.
    const raw = window.bytesOf(record).toString()
    return (field) => {
      const bytes = Buffer.from(raw)
      const at = scanRecord(bytes, this.dialect).fields[field]?.start ?? 0
      return {file: this.file, fault: faultIn(bytes, 'bad_value', at, line)}
    }
  }
}

/** Reads up to the header; what was read beyond it is `rest`. */
async function readHeader(
  steps: AsyncGenerator<ReadStep>,
  file: string,
  options: CsvReadOptions,
): Promise<{header: Header; linesBefore: number | undefined; rest: ReadStep | undefined}> {
  const {header = true, skip_rows: skipped = 0} = options
  if (typeof header === 'object') checkColumnNames(header)
  for (;;) {
    const next = await steps.next()
    if (next.done === true) {
      throw dataError('csv_empty_file', `${file} is empty${skipped > 0 ? ' after the rows that skip_rows passes over' : ''}`, {
        at: {file},
      })
    }
    const step = next.value
    if (typeof header === 'object') return {header: {names: header, warnings: []}, linesBefore: skipped, rest: step}
    if (step.kind === 'fault') {
      const {reason, line, column, hint} = rejectOf(step.fault, file, options)
      throw dataError('csv_bad_row', `${header ? 'the header cannot be read: ' : ''}${reason}`, {at: {file, line, column}, hint})
    }
    const index = step.records.findIndex((candidate) => !isBlank(candidate, step.window))
    const record = step.records[index]
    if (record === undefined) continue
    if (!header)
      return {
        header: {names: numberedNames(record.cells.length), warnings: []},
        linesBefore: skipped,
        rest: {...step, records: step.records.slice(index)},
      }
    const bad = step.window.badBytes(record)
    if (bad) {
      const {reason, line, column, hint} = rejectOf(bad, file, options)
      throw dataError('csv_bad_row', `the header cannot be read: ${reason}`, {at: {file, line, column}, hint})
    }
    const fields = step.window.fieldsOf(record)
    const bytes = step.window.bytesOf(record)
    const place = {
      file,
      line: step.window.lineOf(record),
      columnOf: (field: number) => faultIn(bytes, 'bad_value', fields[field]?.start ?? 0, 1).column,
    }
    return {
      header: headerOf(record.cells, place),
      linesBefore: countLines(bytes, 0, bytes.length) > 1 ? undefined : place.line,
      rest: {...step, records: step.records.slice(index + 1)},
    }
  }
}

/** A line with nothing on it: no row where there are several columns, a null where there is one. */
function isBlank(record: CsvRecord, window: RecordWindow): boolean {
  return record.cells.length === 1 && record.cells[0] === '' && contentLength(window.bytesOf(record)) === 0
}

function contentLength(bytes: Buffer): number {
  let length = bytes.length
  while (length > 0 && (bytes[length - 1] === 10 || bytes[length - 1] === 13)) length -= 1
  return length
}
