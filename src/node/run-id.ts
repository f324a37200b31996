import {randomBytes} from 'node:crypto'

/** The id of one mod's run: its type and eight random hex digits. */
export function modRunId(modType: string): string {
  return `${modType}_${randomBytes(4).toString('hex')}`
}

/** The id of a job's run: sorts by its start, in UTC, to the millisecond. */
export function jobRunId(job: string, started: Date): string {
  return `${started.toISOString().replaceAll(/[-:.]/g, '')}_${job}_${randomBytes(2).toString('hex')}`
}
