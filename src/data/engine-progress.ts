/** How far an engine is. */
export interface EngineProgress {
  /** How much of the query that runs now is done, from 0 to 1; absent where none runs, or the engine cannot tell. */
  readonly share?: number
  /** How many rows have passed through JavaScript so far. */
  readonly rows: number
  /** How much lies on the disk for want of memory, in bytes. */
  readonly spilled: number
}
