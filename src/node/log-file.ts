import {once} from 'node:events'
import {createReadStream} from 'node:fs'
import {lstat, mkdir, open, readdir, rm, type FileHandle} from 'node:fs/promises'
import {join} from 'node:path'
import type {Writable} from 'node:stream'
import {createInterface} from 'node:readline'
import {DataPyError} from '../errors/datapy-error.js'
import {problem} from '../errors/problem.js'

export interface LogFile {
  /** Absolute path. */
  readonly path: string
  readonly stream: Writable
  /** Resolves when all that was written is on disk. */
  close(): Promise<void>
}

/**
 * Makes `<label>_<YYYYMMDD_HHMMSS>.log` in a folder, its parents too; the run id comes into the name where that one is
 * taken. Times are UTC. Throws a DataPyError, code log_unwritable.
 */
export async function createLogFile(folder: string, label: string, started: Date, runId: string): Promise<LogFile> {
  const stem = join(folder, `${label}_${stampOf(started)}`)
  try {
    await mkdir(folder, {recursive: true})
    const [handle, path] = await openNew([`${stem}.log`, `${stem}_${runId}.log`])
    const stream = handle.createWriteStream()
    return {
      path,
      stream,
      async close() {
        stream.end()
        await once(stream, 'close')
      },
    }
  } catch (error) {
    throw new DataPyError([problem('log_unwritable', `cannot make a log file in ${folder}: ${(error as Error).message}`)], {
      cause: error,
    })
  }
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
 * line both have the form that we write. Links, folders and everything else stay.
 */
export async function deleteOldLogs(folder: string, days: number, now: Date): Promise<readonly string[]> {
  const deleted: string[] = []
  for (const name of await readdir(folder)) {
    const stamp = ours.exec(name)
    if (stamp === null) continue
    const [, year, month, day, hour, minute, second] = stamp
    const written = Date.parse(
      `${String(year)}-${String(month)}-${String(day)}T${String(hour)}:${String(minute)}:${String(second)}Z`,
    )
    const path = join(folder, name)
    if (!(now.getTime() - written > days * dayMs) || !(await isOurLog(path))) continue
    await rm(path, {force: true})
    deleted.push(name)
  }
  return deleted
}

async function isOurLog(path: string): Promise<boolean> {
  if (!(await lstat(path)).isFile()) return false
  const input = createReadStream(path, {encoding: 'utf8', end: 65_535})
  try {
    for await (const line of createInterface({input})) {
      const entry: unknown = JSON.parse(line)
      return typeof entry === 'object' && entry !== null && 'timestamp' in entry && 'level' in entry && 'run_id' in entry
    }
    return false
  } catch {
    return false // Not JSON, or not readable: not ours to delete.
  } finally {
    input.destroy()
  }
}
