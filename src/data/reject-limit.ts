import {dataError} from './data-errors.js'

/** How many rejected rows a read bears. */
export interface RejectLimit {
  /** In words: `3`, `5% of the rows`. */
  readonly words: string
  /** Whether so many are too many whatever else is read. */
  isPassed(rejected: number): boolean
  /** Whether so many of all rows are too many, once all were read. */
  isPassedOf(rejected: number, rows: number): boolean
}

const percentage = /^(\d+(?:\.\d+)?)\s*%$/

/** The limit that `max_rejects` stands for: a number of rows, or a share of all of them such as `5%`. Throws `bad_max_rejects`. */
export function rejectLimitOf(given: number | string | undefined): RejectLimit {
  if (given === undefined) return {words: 'any number', isPassed: () => false, isPassedOf: () => false}
  const [, share] = (typeof given === 'string' && percentage.exec(given.trim())) || []
  if (share !== undefined && Number(share) <= 100) {
    return {
      words: `${share}% of the rows`,
      isPassed: () => false,
      isPassedOf: (rejected, rows) => rejected * 100 > rows * Number(share),
    }
  }
  const most = Number(given)
  if (typeof given === 'string' || !Number.isInteger(most) || most < 0)
    throw dataError('bad_max_rejects', `max_rejects is ${JSON.stringify(given)}`, {
      hint: 'write a number of rows, or a share such as "5%"',
    })
  return {words: String(most), isPassed: (rejected) => rejected > most, isPassedOf: (rejected) => rejected > most}
}
