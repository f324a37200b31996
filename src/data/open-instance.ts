import {rm} from 'node:fs/promises'
import {dirname} from 'node:path'
import {DuckDBInstance} from '@duckdb/node-api'
import {DataPyError} from '../errors/datapy-error.js'
import {diskFull, isDiskFull} from '../errors/disk-full.js'
import {isDataPyError} from './data-errors.js'
import {fileFault, isFileFault} from '../errors/file-fault.js'
import {spillFolder, type DatabaseOptions} from './database-options.js'
import {makeFolder} from './make-folder.js'
import {threadsFor} from './memory-limit.js'

/** One DuckDB in memory that spills into its folder, which is made, and is gone again where the engine does not start. */
export async function openInstance({folder, memory}: DatabaseOptions): Promise<DuckDBInstance> {
  try {
    await makeFolder(folder)
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: `${String(Math.floor(memory / 1024))}KiB`,
      temp_directory: spillFolder(folder),
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      preserve_insertion_order: 'true',
    })
    const connection = await instance.connect()
    try {
      await connection.run(`SET GLOBAL TimeZone = 'UTC'`)
      const threads = (await connection.runAndReadAll(`SELECT current_setting('threads')`)).getRows()[0]?.[0]
      if (Number(threads) > threadsFor(memory)) await connection.run(`SET GLOBAL threads = ${String(threadsFor(memory))}`)
    } finally {
      connection.disconnectSync()
    }
    return instance
  } catch (error) {
    await rm(folder, {recursive: true, force: true}).catch(() => undefined)
    if (isDataPyError(error)) throw error
    if (isDiskFull(error)) throw new DataPyError([diskFull(dirname(folder), {keepsRuns: true})], {cause: error})
    throw new DataPyError(
      [fileFault('engine_failed', 'the data engine does not start', error, isFileFault(error) ? {path: folder} : {})],
      {cause: error},
    )
  }
}
