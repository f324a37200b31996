import {randomBytes} from 'node:crypto'
import {lstat, open, realpath, rm, stat} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {DataPyError} from '../errors/datapy-error.js'
import {diskFull, isDiskFull} from '../errors/disk-full.js'
import type {CsvWriteOptions} from '../model/table-files.js'
import {dataError, isDataPyError} from './data-errors.js'
import {fileFault} from '../errors/file-fault.js'
import {makeFolder} from './make-folder.js'
import {syncFile, syncFolder} from './sync.js'
import {alreadyThere, takeName} from './take-name.js'

export type IfExists = NonNullable<CsvWriteOptions['if_exists']>

/**
 * A file in the making, beside its target: it gets its name by `commit`, or goes by `discard`. It is there, empty, and not
 * held open: on Windows nobody else, such as the engine, could write it then.
 */
export interface StagedFile {
  /** The absolute path it will have. */
  readonly target: string
  readonly temporary: string
  readonly ifExists: IfExists
  /** Everything is written: puts it on the disk, and gives its size in bytes. Done once, however often it is asked for. */
  seal(): Promise<number>
  /** `at` is the time that a backup of what is there is named for. */
  commit(at?: Date): Promise<void>
  discard(): Promise<void>
}

/** What a process makes that must not outlive it: a folder, or the files it stages beside a target, known by its mark; `run` may still give them their names. */
export type Belonging = {readonly folder: string} | {readonly target: string; readonly mark: string; readonly run?: string}

/** Stands in the names of all files that this process stages. */
const mark = randomBytes(4).toString('hex')

/** The files that this process may stage for a target. */
export async function stagedFor(path: string): Promise<Belonging> {
  return {target: await finalPath(path), mark}
}

/** A new name beside a target, for a file of this process that is to take its place. */
export function temporaryBeside(target: string): string {
  return join(dirname(target), `${stagedPrefix(target, mark)}${randomBytes(4).toString('hex')}.tmp`)
}

/** The file that one with a name of `temporaryBeside` is to become; any other is itself. */
export function targetOf(file: string): string {
  const [, name] = /^\.(.+)\.[0-9a-f]{16}\.tmp$/.exec(basename(file)) ?? []
  return name === undefined ? file : join(dirname(file), name)
}

/** Whether the process of this mark staged a file of this name for a target. */
export function isStagedFor(target: string, ofProcess: string, name: string): boolean {
  const prefix = stagedPrefix(target, ofProcess)
  return name.startsWith(prefix) && /^[0-9a-f]{8}\.tmp$/.test(name.slice(prefix.length))
}

function stagedPrefix(target: string, ofProcess: string): string {
  return `.${shortened(basename(target))}.${ofProcess}`
}

/** As much of a name as leaves room for what is added to it: names are measured in bytes, and cut between characters. */
function shortened(name: string): string {
  let [short, bytes] = ['', 0]
  for (const character of name) {
    bytes += Buffer.byteLength(character)
    if (bytes > 200) break
    short += character
  }
  return short
}

/** Opens a new file beside its target; folders are made. Throws `output_exists` and `output_unwritable`. */
export async function stageFile(path: string, ifExists: IfExists, now: () => Date = () => new Date()): Promise<StagedFile> {
  try {
    const target = await finalPath(path)
    await checkTarget(target, ifExists)
    const holders = await makeFolder(dirname(target))
    const temporary = temporaryBeside(target)
    const made = await open(temporary, 'wx', await modeOf(target))
    await made.close()
    return staged({target, temporary, ifExists, holders}, now)
  } catch (error) {
    throw unwritable(path, error)
  }
}

interface Made extends Pick<StagedFile, 'ifExists' | 'target' | 'temporary'> {
  /** The folders that hold one which was made for it. */
  readonly holders: readonly string[]
}

function staged({target, temporary, ifExists, holders}: Made, now: () => Date): StagedFile {
  let sealed: Promise<number> | undefined
  return {
    target,
    temporary,
    ifExists,
    seal() {
      sealed ??= syncFile(temporary)
      return sealed
    },
    async commit(at = now()) {
      try {
        await takeName(temporary, target, ifExists, at)
        for (const folder of new Set([dirname(target), ...holders])) await syncFolder(folder)
      } catch (error) {
        throw unwritable(target, error)
      }
    },
    async discard() {
      await rm(temporary, {force: true})
    },
  }
}

/** A link is written through: the file that it names is replaced, not the link. */
async function finalPath(path: string): Promise<string> {
  return await realpath(path).catch(() => path)
}

async function checkTarget(target: string, ifExists: IfExists): Promise<void> {
  const there = await lstat(target).catch(() => undefined)
  if (there === undefined) return
  if (there.isDirectory()) throw dataError('output_unwritable', `cannot write ${target}: it is a folder`, {at: {file: target}})
  if (!there.isFile())
    throw dataError('output_unwritable', `cannot write ${target}: it is no ordinary file`, {at: {file: target}})
  if (ifExists === 'error') throw alreadyThere(target)
}

async function modeOf(target: string): Promise<number> {
  const there = await stat(target).catch(() => undefined)
  return there === undefined ? 0o666 : there.mode & 0o777
}

/** What to throw when a file cannot be written. */
export function unwritable(path: string, error: unknown): Error {
  if (isDataPyError(error)) return error
  if (isDiskFull(error)) return new DataPyError([diskFull(path)], {cause: error})
  return new DataPyError([fileFault('output_unwritable', `cannot write ${path}`, error, {path})], {cause: error})
}
