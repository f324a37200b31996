import type {CsvReadOptions} from '../../model/table-files.js'
import {commaList} from '../sql-text.js'
import type {Database} from '../database.js'
import {dataError} from '../data-errors.js'
import {viewOf, type DuckDataset} from '../duck-dataset.js'
import {rejectLimitOf, type RejectLimit} from '../reject-limit.js'
import {TextSpool} from '../text-spool.js'
import type {CsvFault} from './csv-fault.js'

/** A bad row on its way: what is wrong, in words, and where. */
export interface Reject extends CsvFault {
  readonly file: string
  readonly reason: string
  readonly hint?: string
}

const columns = [
  ['file', 'VARCHAR'],
  ['line', 'BIGINT'],
  ['column', 'BIGINT'],
  ['code', 'VARCHAR'],
  ['reason', 'VARCHAR'],
  ['raw', 'VARCHAR'],
] as const

/** What happens to bad rows: the first one fails the read, or they are counted, and kept where that is asked for. */
export class Rejects {
  readonly #spool: TextSpool
  readonly #limit: RejectLimit
  readonly #options: CsvReadOptions
  #count = 0

  constructor(
    private readonly database: Database,
    options: CsvReadOptions,
  ) {
    this.#spool = new TextSpool(database, columns.length)
    this.#options = options
    this.#limit = rejectLimitOf(options.max_rejects)
  }

  /** To be called when all rows were read: throws where more of them are bad than the share that is borne. */
  checkShare(rows: number): void {
    if (!this.#limit.isPassedOf(this.#count, rows)) return
    throw dataError(
      'csv_too_many_rejects',
      `${String(this.#count)} of ${String(rows)} rows are bad, more than ${this.#limit.words}`,
      {
        hint: 'on_bad_row: collect keeps them, with their reasons, in the port rejected',
      },
    )
  }

  get count(): number {
    return this.#count
  }

  /** Whether the first bad row ends the read. */
  get areErrors(): boolean {
    return (this.#options.on_bad_row ?? 'error') === 'error'
  }

  async add(reject: Reject): Promise<void> {
    const {on_bad_row: onBadRow} = this.#options
    const at = {file: reject.file, line: reject.line, column: reject.column}
    if (this.areErrors) throw dataError('csv_bad_row', reject.reason, {at, hint: reject.hint})
    this.#count += 1
    if (this.#limit.isPassed(this.#count)) {
      throw dataError('csv_too_many_rejects', `more than ${this.#limit.words} rows are bad; the last: ${reject.reason}`, {
        at,
        hint: reject.hint,
      })
    }
    if (onBadRow !== 'collect') return
    await this.#spool.open()
    const {file, line, column, code, reason, raw} = reject
    this.#spool.add([file, String(line), String(column), code, reason, raw])
    if (this.#spool.isFull) await this.#spool.keep(this.#spool.end())
  }

  async discard(): Promise<void> {
    await this.#spool.discard()
  }

  async finish(): Promise<DuckDataset> {
    const typed = columns.map(([name, type], index) => `CAST(c${String(index)} AS ${type}) AS "${name}"`)
    return await viewOf(this.database, `SELECT ${commaList(typed)} FROM ${await this.#spool.finish()}`)
  }
}
