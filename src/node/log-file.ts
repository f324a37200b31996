import {once} from 'node:events'
import {appendFileSync} from 'node:fs'
import {lstat, open, readdir, rm, type FileHandle} from 'node:fs/promises'
import {join} from 'node:path'
import {Writable} from 'node:stream'
import {makeFolder} from '../data/make-folder.js'
import {DataPyError} from '../errors/datapy-error.js'
import {fileFault} from '../errors/file-fault.js'
import {endOfFile} from './end-of-file.js'

export interface LogFile {
  /** Absolute path. */
  readonly path: string
  /** Never fails. Once the file cannot be written, the disk being full, what comes is dropped. */
  readonly stream: Writable
  /** Resolves when all that was written is on disk. */
  close(): Promise<void>
}

export interface LogFileName {
  readonly label: string
  readonly started: Date
  readonly runId: string
}

/**
 * Makes `<label>_<YYYYMMDD_HHMMSS>.log` in a folder, its parents too; the run id comes into the name where that one is
 * taken. Times are UTC. `onFault` is told when the file is cut short. Throws a DataPyError, code log_unwritable.
 */
export async function createLogFile(
  folder: string,
  {label, started, runId}: LogFileName,
  onFault: (path: string, error: unknown) => void,
): Promise<LogFile> {
  const stem = join(folder, `${label}_${stampOf(started)}`)
  try {
    await makeFolder(folder)
    const [handle, path] = await openNew([`${stem}.log`, ...moreNames(`${stem}_${runId}`)])
    const stream = streamTo(handle, (error) => {
      onFault(path, error)
    })
    return {
      path,
      stream,
      async close() {
        stream.end()
        await once(stream, 'close')
      },
    }
  } catch (error) {
    throw new DataPyError([fileFault('log_unwritable', `cannot make a log file in ${folder}`, error, {path: folder})], {
      cause: error,
    })
  }
}

/** A run that is gone on with several times within a second has a log of each time. */
function moreNames(stem: string): readonly string[] {
  return Array.from({length: 100}, (_, again) => (again === 0 ? `${stem}.log` : `${stem}_${String(again + 1)}.log`))
}

function streamTo(handle: FileHandle, onFault: (error: unknown) => void): Writable {
  let isCut = false
  return new Writable({
    // At once: a mod that logs a million lines without a pause, or then spins for ever, leaves them all, and none in memory.
    write(line: Uint8Array, _encoding, done) {
      try {
        if (!isCut) appendFileSync(handle.fd, line)
      } catch (error) {
        isCut = true
        onFault(error)
      }
      done()
    },
    final(done) {
      const closed = () => {
        done()
      }
      void handle.close().then(closed, closed)
    },
  })
}

async function openNew(names: readonly string[]): Promise<[FileHandle, string]> {
  let taken: unknown
  for (const name of names) {
    try {
      return [await open(name, 'wx'), name]
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      taken = error
    }
  }
  throw taken
}

/** A time as it stands in file names: YYYYMMDD_HHMMSS, UTC. */
export function stampOf(time: Date): string {
  const iso = time.toISOString()
  return `${iso.slice(0, 10).replaceAll('-', '')}_${iso.slice(11, 19).replaceAll(':', '')}`
}

const ours = /_(\d{4})(\d{2})(\d{2})_(\d{2})(\d{2})(\d{2})(_[\w-]+)?\.log$/
const dayMs = 86_400_000

/**
 * Deletes log files of ours older than `days` from a folder; gives the names. A file is ours when its name and its first
 * line both have the form that we write, as far as a killed process came with that. Links, folders and everything else stay.
 * Days count back from the log before the one that was begun `now`: when the clock jumps ahead, what it makes look old stays.
 * The log of a run that lasts for days is as old as its last line.
 */
export async function deleteOldLogs(folder: string, days: number, now: Date): Promise<readonly string[]> {
  const deleted: string[] = []
  const names = await readdir(folder)
  const present = Date.parse(`${now.toISOString().slice(0, 19)}Z`)
  const newest = Math.max(...names.map((name) => writtenAt(name) ?? 0).filter((time) => time < present))
  for (const name of names) {
    const written = writtenAt(name)
    const path = join(folder, name)
    if (written === undefined || !(newest - written > days * dayMs) || !(await isOurLog(path))) continue
    if (newest - (await lastLineAt(path)) <= days * dayMs) continue
    await rm(path, {force: true})
    deleted.push(name)
  }
  return deleted
}

/** When a log was begun, by its name; undefined for what has no such name. */
function writtenAt(name: string): number | undefined {
  const stamp = ours.exec(name)
  if (stamp === null) return undefined
  const [, year, month, day, hour, minute, second] = stamp.map(String)
  const time = Date.parse(`${String(year)}-${String(month)}-${String(day)}T${String(hour)}:${String(minute)}:${String(second)}Z`)
  return Number.isNaN(time) ? undefined : time
}

/** When the last line of a log was written that is whole; NaN where there is none. What one line may have is more than enough. */
async function lastLineAt(path: string): Promise<number> {
  const lines = (await endOfFile(path, lastBytes)) ?? []
  const [, time = ''] = /^\{"timestamp":"([^"]*)"/.exec(lines.findLast((line) => line.endsWith('}')) ?? '') ?? []
  return Date.parse(time)
}

const lastBytes = 1_048_576

/** How each of our lines begins. */
const head = '{"timestamp":"'
const firstBytes = 65_536

async function isOurLog(path: string): Promise<boolean> {
  try {
    // Another run may delete old logs at the same time.
    if (!(await lstat(path)).isFile()) return false
    const [first = '', ...rest] = (await firstOf(path)).split('\n')
    // A kill may come before the end of the first line.
    if (rest.length === 0 && first.length < firstBytes) return first.startsWith(head.slice(0, first.length))
    const entry: unknown = JSON.parse(first)
    return typeof entry === 'object' && entry !== null && 'timestamp' in entry && 'level' in entry && 'run_id' in entry
  } catch {
    return false // Not JSON, or not readable: not ours to delete.
  }
}

async function firstOf(path: string): Promise<string> {
  const handle = await open(path, 'r')
  try {
    const {buffer, bytesRead} = await handle.read(Buffer.alloc(firstBytes), 0, firstBytes, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await handle.close()
  }
}
