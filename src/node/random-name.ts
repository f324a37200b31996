import {randomBytes} from 'node:crypto'

/** Twelve hex digits for the name of a file that is only there for a while. */
export function randomName(): string {
  return randomBytes(6).toString('hex')
}
