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
  EEXIST: {reason: 'something of that name is there already', fix: 'move it away, or name another place'},
  ENOTEMPTY: {reason: 'the folder is not empty', fix: 'see what lies in it'},
  EXDEV: {reason: 'it would go from one file system to another', fix: 'name places on the same file system'},
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
  if (!(error instanceof Error)) return undefined
  return isOfCurrentFolder(error) ? goElsewhere : fixOfCode(codeOf(error))
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

/** Whether an error says that nothing of that name is there. */
export function meansAbsent(error: unknown): boolean {
  return isFileFault(error) && absent.has(error.code ?? '')
}

/** Whether a fault of the file system leaves open if something of that name is there. */
export function leavesOpen(error: unknown): boolean {
  return isFileFault(error) && !absent.has(error.code ?? '')
}

const absent = new Set(['EISDIR', 'ELOOP', 'ENAMETOOLONG', 'ENOENT', 'ENOTDIR'])

/** A fault of the file system that nothing nearer has put into words. */
export function untoldFault(error: NodeJS.ErrnoException): Problem {
  const {path, syscall = ''} = error
  if (isOfCurrentFolder(error))
    return problem('no_current_folder', 'the current folder, in which datapy runs, is gone', {hint: goElsewhere})
  const verb = verbs[syscall] ?? 'use'
  const what = path === undefined ? `cannot ${verb} a file` : `cannot ${verb} ${path}${toward(error)}`
  return fileFault(isDiskFull(error) ? 'disk_full' : 'disk_fault', what, error, path === undefined ? {} : {path})
}

const goElsewhere = 'change to a folder that is there (cd), then give the same command again'

/** Whether a process could not tell where it is: it was started in a folder that is gone, or its folder went meanwhile. */
function isOfCurrentFolder(error: Error): boolean {
  return 'syscall' in error && error.syscall === 'uv_cwd'
}

/** The other name of what is renamed, linked or copied. */
function toward(error: NodeJS.ErrnoException): string {
  return 'dest' in error && typeof error.dest === 'string' ? ` to ${error.dest}` : ''
}

/** What each call is for, by the name that an error gives it: the system's, which differs from that of Node's function. */
const verbs: Readonly<Record<string, string>> = {
  ...named('open', 'open'),
  ...named('read', 'read', 'readv', 'readFile'),
  ...named('write', 'write', 'writev', 'writeFile', 'appendFile', 'ftruncate', 'truncate'),
  ...named('look at', 'stat', 'lstat', 'fstat', 'access', 'realpath', 'readlink', 'statfs'),
  ...named('list', 'scandir', 'opendir', 'readdir'),
  ...named('make', 'mkdir', 'mkdtemp'),
  ...named('remove', 'unlink', 'rmdir', 'rm'),
  ...named('rename', 'rename'),
  ...named('link', 'link', 'symlink'),
  ...named('copy', 'copyfile', 'copyFile', 'cp'),
  ...named('put on the disk', 'fsync', 'fdatasync', 'sync', 'datasync'),
  ...named('change the rights of', 'chmod', 'fchmod', 'chown', 'fchown'),
  ...named('change the times of', 'utime', 'utimes', 'futime', 'lutime'),
  ...named('close', 'close'),
}

function named(verb: string, ...calls: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(calls.map((call) => [call, verb]))
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}
