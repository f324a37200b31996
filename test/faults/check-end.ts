import {existsSync, readFileSync} from 'node:fs'
import {catalogue} from '../../src/errors/catalogue.js'
import type {Problem} from '../../src/model/problem.js'
import type {Ended} from '../run-datapy.js'

export type DiskFault = 'EACCES' | 'EIO' | 'ENOSPC' | 'EROFS'

const reasons: Readonly<Record<DiskFault, RegExp>> = {
  EACCES: /EACCES|has no right to/,
  EIO: /EIO|input\/output/i,
  ENOSPC: /ENOSPC|is full/,
  EROFS: /EROFS|read-only/,
}

/**
 * Holds a command whose disk failed to what is promised of its end: an exit code of the table and never that of a bug, one
 * JSON document, a problem that names file, reason and fix, and no stack trace.
 */
export function checkEnd({code, stdout, stderr}: Ended, kind: DiskFault, args: readonly string[], folder: string): void {
  const told = `${String(code)}\n${stdout}\n${stderr}`
  if (code === null || ![0, 20, 30].includes(code)) throw new Error(`the exit code is ${told}`)
  if (/^\s+at .+:\d+:\d+\)?$/m.test(stdout + stderr)) throw new Error(`a stack trace: ${told}`)
  const document = args.includes('--json') ? (JSON.parse(stdout) as Document) : undefined
  if (code === 0) return
  if (document?.exit_code !== undefined && document.exit_code !== code) throw new Error(`JSON has another code: ${told}`)
  const problems = document === undefined ? drawn(stderr) : problemsOf(document)
  const known = problems.filter((one) => one.code in catalogue)
  const ofNpm = known.filter(leadsToLogOfNpm)
  const ofDisk = known.filter(({message, at}) => reasons[kind].test(message) && `${message} ${at?.file ?? ''}`.includes(folder))
  const clear = [...ofDisk, ...ofNpm]
  if (clear.length === 0) throw new Error(`neither file nor reason: ${told}`)
  if (!clear.some(({hint}) => hint !== undefined)) throw new Error(`no fix: ${told}`)
}

/** npm may make anything of a fault at a call of its own: then its log is named, is there, and has what it says. */
function leadsToLogOfNpm({code, message, hint = ''}: Problem): boolean {
  const [, log = ''] = /^npm's own log says more: (.+)$/.exec(hint) ?? []
  const [, reason = ''] = /^npm .+ failed \(\d+\): (.+)$/s.exec(message) ?? []
  return code === 'npm_failed' && reason !== '' && existsSync(log) && readFileSync(log, 'utf8').includes(reason.trim())
}

interface Document {
  readonly exit_code?: number
  readonly errors?: readonly Problem[]
  readonly problems?: readonly Problem[]
}

function problemsOf({errors = [], problems = []}: Document): readonly Problem[] {
  return [...errors, ...problems]
}

/** The problems that are drawn on stderr, a line of the message and one of the hint each. */
function drawn(stderr: string): readonly Problem[] {
  return [...stderr.matchAll(/^error\[(\w+)\]: (.*)((?:\n .*)*)/gm)].map(([, code = '', message = '', below = '']) => {
    const hint = / = (.*)/.exec(below)?.[1]
    return {code, message: `${message} ${below}`, ...(hint !== undefined && {hint})}
  })
}
