import type {DataPyError} from '../errors/datapy-error.js'
import {dataError, isDataPyError} from './data-errors.js'

/** DuckDB's error as a DataPyError: its own message without the excerpt of a query that nobody wrote, and itself as the cause. */
export function toSqlError(error: unknown): DataPyError {
  if (isDataPyError(error)) return error
  const message = error instanceof Error ? error.message : String(error)
  const told = message.split('\n\nLINE ')[0] ?? message
  if (/^Out of Memory Error/i.test(told)) {
    return dataError('engine_out_of_memory', told, {hint: 'raise DATAPY_MEMORY_LIMIT, for instance to 2GB', cause: error})
  }
  return dataError('sql_failed', told, {cause: error})
}
