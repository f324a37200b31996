const mb = 1_000_000

/**
 * How much data, and how often everything runs. `rows` is for lines whose amount is a number of rows.
 *
 * @typedef {{name: string, bytes: number, rows: number, rounds: number}} Size
 */

/** By the name that --size takes. @type {Readonly<Record<string, Size>>} */
export const sizes = {
  '10mb': {name: '10mb', bytes: 10 * mb, rows: 100_000, rounds: 3},
  '100mb': {name: '100mb', bytes: 100 * mb, rows: 1_000_000, rounds: 5},
  '1gb': {name: '1gb', bytes: 1000 * mb, rows: 1_000_000, rounds: 3},
  '5gb': {name: '5gb', bytes: 5000 * mb, rows: 1_000_000, rounds: 1},
}
