import {totalmem} from 'node:os'
import {constrainedMemory} from 'node:process'
import {dataError} from './data-errors.js'

const defaultBytes = 384 * 1024 * 1024

/** The memory limit in the form DuckDB takes: the given one, else 384 MB, or a quarter of what the machine or its container has. */
export function memoryLimitOf(given: string | undefined): string {
  if (given !== undefined && given.trim() !== '') {
    if (/^\s*\d+(\.\d+)?\s*([KMGT]i?B)\s*$/i.test(given)) return given.trim()
    throw dataError('bad_memory_limit', `"${given}" is no amount of memory`, {hint: 'write it as 512MB or 2GB'})
  }
  const there = Math.min(totalmem(), constrainedMemory() || Infinity)
  return `${String(Math.floor(Math.min(defaultBytes, there / 4) / 1024))}KiB`
}
