/** What has at most so many rows, and whose Parquet file has at most so many bytes, is held in memory. */
export interface Held {
  readonly rows: number
  readonly bytes: number
}

/** Enough for the tables that others are looked up in. */
export const defaultHeld: Held = {rows: 100_000, bytes: 4_000_000}
