import {open} from 'node:fs/promises'
import type {Column} from '../../model/dataset.js'
import {unreadable} from '../csv/source-chunks.js'
import {dataError, isDataPyError} from '../data-errors.js'
import {reasonOf} from '../../errors/file-fault.js'
import type {Database} from '../database.js'
import {fileLiteral} from '../sql-text.js'

/** What stands at the end of a Parquet file about the rest of it. */
export interface ParquetFile {
  readonly file: string
  readonly columns: readonly Column[]
  readonly rows: number
}

/** Reads the description of a Parquet file. Throws `parquet_unreadable` where the file is none, or is broken. */
export async function describeParquet(database: Database, file: string): Promise<ParquetFile> {
  await checkMagic(file)
  try {
    const columns = await database.describe(`(FROM read_parquet(${fileLiteral(file)}, hive_partitioning = false))`)
    const rows = Number(await database.value(`SELECT num_rows FROM parquet_file_metadata(${fileLiteral(file)})`))
    return {file, columns, rows}
  } catch (error) {
    database.throwIfAborted()
    if (!isDataPyError(error) || error.problems[0]?.code !== 'sql_failed') throw error
    throw broken(file, `cannot be read: ${reasonOf(error)}`, 'write it anew, or copy it again from where it came', error)
  }
}

/** A Parquet file begins and ends with the same four letters. */
async function checkMagic(file: string): Promise<void> {
  const {start, end, size} = await bothEnds(file)
  if (start === 'PAR1' && end === 'PAR1' && size >= 12) return
  if (end === 'PARE') throw broken(file, 'is an encrypted Parquet file', 'write it without encryption')
  if (start === 'PAR1')
    throw broken(file, 'is a Parquet file without its end', 'copy it again: it was cut off, or is still being written')
  if (size === 0) throw broken(file, 'is empty', 'find out why the file was written empty')
  throw broken(file, 'is no Parquet file', 'read CSV with csv_reader, JSON with json_reader, Excel with excel_reader')
}

async function bothEnds(file: string): Promise<{readonly start: string; readonly end: string; readonly size: number}> {
  try {
    const handle = await open(file, 'r')
    try {
      const {size} = await handle.stat()
      const four = async (position: number) => {
        const {bytesRead, buffer} = await handle.read(Buffer.alloc(4), 0, 4, position)
        return buffer.toString('latin1', 0, bytesRead)
      }
      return {start: await four(0), end: await four(Math.max(0, size - 4)), size}
    } finally {
      await handle.close()
    }
  } catch (error) {
    throw unreadable(file, error)
  }
}

function broken(file: string, what: string, hint: string, cause?: Error): Error {
  return dataError('parquet_unreadable', `${file} ${what}`, {at: {file}, hint, cause})
}
