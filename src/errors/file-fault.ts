import type {Problem} from '../model/problem.js'
import type {ProblemCode} from './catalogue.js'
import {isDiskFull} from './disk-full.js'
import {problem} from './problem.js'

interface Plain {
  readonly reason?: string
  readonly fix: string
}

const noRight: Plain = {
  reason: 'the user that runs DataPy has no right to',
  fix: 'give that user the right to it, or name another place',
}

/** What the file system's codes mean to who reads them at night. */
const plain: Readonly<Record<string, Plain>> = {
  EACCES: noRight,
  EPERM: noRight,
  EDQUOT: {reason: 'the disk quota is used up', fix: 'free space there'},
  ENOSPC: {reason: 'the disk is full', fix: 'free space there'},
  EROFS: {reason: 'the file system is read-only', fix: 'have it mounted so that it can be written, or name another place'},
  EIO: {
    reason: 'the disk, or the network drive, failed (EIO: an input/output error)',
    fix: "look for its fault in the system's log, then give the same command again",
  },
  ESTALE: {reason: 'the network drive has lost it (ESTALE)', fix: 'mount the drive again, then give the same command again'},
  EFBIG: {
    reason: 'it would be larger than a file may be here',
    fix: 'raise the limit on the size of files (ulimit -f), or write to another file system',
  },
  EMFILE: {reason: 'this process has too many files open', fix: 'raise the limit on open files (ulimit -n)'},
  ENFILE: {reason: 'the system has too many files open', fix: 'see what holds so many files open'},
  ENOENT: {reason: 'there is no such file', fix: 'check the path'},
  EISDIR: {reason: 'it is a folder', fix: 'check the path'},
  ENOTDIR: {reason: 'a part of the path is a file, not a folder', fix: 'check the path'},
  ENAMETOOLONG: {reason: 'the name is too long', fix: 'give it a shorter name'},
  ELOOP: {reason: 'its links lead round in a circle', fix: 'mend the links'},
  EBUSY: {reason: 'another process has it in use', fix: 'wait until that process has ended'},
}

/** What a failed call to the file system says, in plain words; what any other error says. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return plain[codeOf(error)]?.reason ?? error.message
}

/** What to do about a failed call to the file system; nothing where it is none that is known. */
export function fixOf(error: unknown): string | undefined {
  return error instanceof Error ? fixOfCode(codeOf(error)) : undefined
}

/** The same for a code of the system, such as EIO, that another program tells. */
export function fixOfCode(code: string): string | undefined {
  return plain[code]?.fix
}

/** What to do about a fault of the file system that a library tells of in the system's own words. */
export function fixOfText(message: string): string | undefined {
  const [, code] = words.find(([text]) => message.includes(text)) ?? []
  return code === undefined ? undefined : plain[code]?.fix
}

const words = [
  ['Input/output error', 'EIO'],
  ['Read-only file system', 'EROFS'],
  ['Permission denied', 'EACCES'],
  ['File too large', 'EFBIG'],
  ['Too many open files', 'EMFILE'],
  ['Stale file handle', 'ESTALE'],
] as const

/** The problem of a call to the file system that failed, `code` in `path`. `what` says what could not be done. */
export function fileFault(
  code: ProblemCode,
  what: string,
  error: unknown,
  {path, hint}: {readonly path?: string; readonly hint?: string | undefined} = {},
): Problem {
  return problem(code, `${what}: ${reasonOf(error)}`, {
    ...(path !== undefined && {at: {file: path}}),
    hint: hint ?? fixOf(error),
  })
}

/** Whether an error is the file system's own, and so no bug of DataPy's: a full, failing, read-only or vanished disk. */
export function isFileFault(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && codeOf(error) in plain && !String(error.syscall).startsWith('spawn')
}

/** Whether an error says that nothing of that name is there; any other leaves open whether there is. */
export function meansAbsent(error: unknown): boolean {
  return isFileFault(error) && absent.has(error.code ?? '')
}

const absent = new Set(['EISDIR', 'ELOOP', 'ENAMETOOLONG', 'ENOENT', 'ENOTDIR'])

/** A fault of the file system that nothing nearer has put into words. */
export function untoldFault(error: NodeJS.ErrnoException): Problem {
  const {path, syscall = 'use'} = error
  const what = path === undefined ? `a file cannot be used (${syscall})` : `cannot ${verbs[syscall] ?? syscall} ${path}`
  return fileFault(isDiskFull(error) ? 'disk_full' : 'disk_fault', what, error, path === undefined ? {} : {path})
}

const verbs: Readonly<Record<string, string>> = {
  scandir: 'list',
  opendir: 'list',
  lstat: 'look at',
  stat: 'look at',
  mkdir: 'make',
  unlink: 'remove',
  rmdir: 'remove',
  rm: 'remove',
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}
