import type {ProblemCode} from '../errors/catalogue.js'
import {dataError} from './data-errors.js'
import type {Database} from './database.js'
import {viewOf, type DuckDataset} from './duck-dataset.js'
import {rejectLimitOf, type RejectLimit} from './reject-limit.js'
import {commaList} from './sql-text.js'
import {TextSpool} from './text-spool.js'

/** A bad row on its way: what is wrong, in words, and where. */
export interface Reject {
  readonly file: string
  /** Physical line and character in it, from 1. */
  readonly line: number
  readonly column: number
  readonly code: string
  readonly reason: string
  /** What stands there, at most the beginning of it. */
  readonly raw: string
  readonly hint?: string
}

/** What becomes of bad rows, as the options of a read say. */
export interface RejectOptions {
  readonly on_bad_row?: 'collect' | 'error' | 'skip'
  readonly max_rejects?: number | string
}

/** The format's own codes: of the first bad row, where that fails the read, and of too many. */
export interface RejectCodes {
  readonly badRow: ProblemCode
  readonly tooMany: ProblemCode
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
  #count = 0

  constructor(
    private readonly database: Database,
    private readonly options: RejectOptions,
    private readonly codes: RejectCodes,
  ) {
    this.#spool = new TextSpool(database, columns.length)
    this.#limit = rejectLimitOf(options.max_rejects)
  }

  /** To be called when all rows were read: throws where more of them are bad than the share that is borne. */
  checkShare(rows: number): void {
    if (!this.#limit.isPassedOf(this.#count, rows)) return
    throw dataError(
      this.codes.tooMany,
      `${String(this.#count)} of ${String(rows)} rows are bad, more than ${this.#limit.words}`,
      {hint: 'on_bad_row: collect keeps them, with their reasons, in the port rejected'},
    )
  }

  get count(): number {
    return this.#count
  }

  /** Whether the first bad row ends the read. */
  get areErrors(): boolean {
    return (this.options.on_bad_row ?? 'error') === 'error'
  }

  async add({file, line, column, code, reason, raw, hint}: Reject): Promise<void> {
    const more = {at: {file, line, column}, hint}
    if (this.areErrors) throw dataError(this.codes.badRow, reason, more)
    this.#count += 1
    if (this.#limit.isPassed(this.#count))
      throw dataError(this.codes.tooMany, `more than ${this.#limit.words} rows are bad; the last: ${reason}`, more)
    if (this.options.on_bad_row !== 'collect') return
    await this.#spool.open()
    this.#spool.add([file, String(line), String(column), code, reason, raw])
    if (this.#spool.isFull) await this.#spool.keep(this.#spool.end())
  }

  async discard(): Promise<void> {
    await this.#spool.discard()
  }

  async finish(): Promise<DuckDataset> {
    const rows = this.options.on_bad_row === 'collect' ? this.#count : 0
    return await tableOf(this.database, await this.#spool.finish(), rows)
  }
}

/** What `Rejects` gives where no row can be bad. */
export async function noRejects(database: Database): Promise<DuckDataset> {
  const none = columns.map((_, index) => `NULL AS c${String(index)}`)
  return await tableOf(database, `(SELECT ${commaList(none)} LIMIT 0)`, 0)
}

async function tableOf(database: Database, source: string, rows: number): Promise<DuckDataset> {
  const typed = columns.map(([name, type], index) => `CAST(c${String(index)} AS ${type}) AS "${name}"`)
  return await viewOf(database, `SELECT ${commaList(typed)} FROM ${source}`, {rows})
}
