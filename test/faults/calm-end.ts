import {catalogue} from '../../src/errors/catalogue.js'
import type {Problem} from '../../src/model/problem.js'
import type {Ended} from '../run-datapy.js'

interface Document {
  readonly exit_code?: number
  readonly errors?: readonly Problem[]
}

/**
 * Holds a command under `--json`, around which something changed, to what is promised of its end: success, or an exit code
 * of the table that is not a bug's; one document with the same code; no stack trace; and problems that the catalogue knows,
 * one of which names `file`. Gives the codes of its problems.
 */
export function calmEnd({code, stdout, stderr}: Ended, file: RegExp): readonly (number | string)[] {
  const told = `${String(code)}\n${stdout.slice(0, 2000)}\n${stderr.slice(-2000)}`
  if (code === null || ![0, 10, 20, 30].includes(code)) throw new Error(`the exit code is ${told}`)
  if (/^\s+at .+:\d+:\d+\)?$/m.test(stdout + stderr)) throw new Error(`a stack trace: ${told}`)
  const {exit_code: exitCode, errors = []} = JSON.parse(stdout) as Document
  if (exitCode !== undefined && exitCode !== code) throw new Error(`JSON has another code: ${told}`)
  if (code < 20) return []
  const clear = errors.filter((one) => one.code in catalogue && file.test(`${one.message} ${one.at?.file ?? ''}`))
  if (clear.length === 0) throw new Error(`no problem of ours names ${String(file)}: ${told}`)
  return errors.map((one) => one.code)
}
