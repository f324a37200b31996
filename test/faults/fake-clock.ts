import {existsSync, readdirSync, renameSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {debianProgram} from '../debian-program.js'
import type {Tally} from './cell.js'

/** The library that gives a process another clock, fetched where that can be done; else the cell is skipped. */
export async function fakeTime(tally: Tally): Promise<string> {
  const find = () =>
    (existsSync('/usr/lib') ? readdirSync('/usr/lib') : [])
      .map((name) => join('/usr/lib', name, 'faketime/libfaketimeMT.so.1'))
      .find((path) => existsSync(path))
  const program = await debianProgram(['faketime'], 'faketime')
  if ('reason' in program) return tally.skip(program.reason)
  return find() ?? tally.skip('faketime is there, and its library is not')
}

/** Sets the clock of a process that reads it from a file, at any moment, and so must never find that empty. */
export function setClock(file: string, clock: string): void {
  writeFileSync(`${file}.new`, clock)
  renameSync(`${file}.new`, file)
}
