import {join} from 'node:path'
import {DataPyError} from '../errors/datapy-error.js'
import {diskFull} from '../errors/disk-full.js'
import {fixOfText} from '../errors/file-fault.js'
import {bytesText} from './amounts.js'
import {dataError, isDataPyError} from './data-errors.js'
import {targetOf} from './staged-file.js'

/** What an engine may use: named in the errors that say it was not enough. */
export interface EngineBounds {
  /** Where it spills and puts its files: the run's own folder. */
  readonly folder: string
  /** In bytes. */
  readonly memory: number
}

/** DuckDB's error as a DataPyError: its own message without the excerpt of a query that nobody wrote, and itself as the cause. */
export function toSqlError(error: unknown, bounds: EngineBounds): DataPyError {
  if (isDataPyError(error)) return error
  const message = error instanceof Error ? error.message : String(error)
  const told = message.split('\n\nLINE ')[0] ?? message
  const full = fullPath(told, bounds)
  if (full !== undefined) return new DataPyError([diskFull(full, {keepsRuns: full === bounds.folder})], {cause: error})
  if (isOutOfMemory(error)) {
    return dataError('out_of_memory', `the query needs more memory than the limit of ${bytesText(bounds.memory)}`, {
      hint: 'raise it with --memory-limit or DATAPY_MEMORY_LIMIT',
      cause: error,
    })
  }
  const gone = /^IO Error: No files found that match the pattern "(.+)"$/s.exec(told)?.[1]
  if (gone !== undefined) {
    return dataError('file_unreadable', `cannot read ${gone}: there is no such file any more`, {
      at: {file: gone},
      hint: 'see what removes files there, then give the same command again',
      cause: error,
    })
  }
  return dataError('sql_failed', told, {hint: fixOfText(told), cause: error})
}

/** Whether a query needed more memory than there is, although it could spill. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Out of Memory Error') && !spillIsFull.test(error.message)
}

const spillIsFull = /failed to offload data block[^]*max_temp_directory_size/

/**
 * The file or folder that could not be written for want of room; undefined where that is not what the message says. Of
 * spilling DuckDB takes nine tenths of what was free when it started, and says it as a want of memory.
 */
function fullPath(message: string, {folder}: EngineBounds): string | undefined {
  if (spillIsFull.test(message)) return folder
  if (!/No space left on device|Disk quota exceeded|Could not write all bytes/i.test(message)) return undefined
  const [, file = folder] = /file "([^"]+)"/.exec(message) ?? []
  return file.startsWith(join(folder, '/')) ? folder : targetOf(file)
}
