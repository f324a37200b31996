import {join} from 'node:path'
import type {Held} from './held.js'
import type {Stops} from './stops.js'

export interface DatabaseOptions {
  /** Everything the database writes lies here; made when it opens and removed when it closes. */
  readonly folder: string
  /** How many bytes the database may take. */
  readonly memory: number
  /** Which tables are held in memory. */
  readonly held: Held
  readonly stops: Stops
  log(message: string): void
}

/** Where a database puts what its memory does not hold. */
export function spillFolder(folder: string): string {
  return join(folder, 'spill')
}
