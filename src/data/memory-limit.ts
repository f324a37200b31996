import {dataError} from './data-errors.js'

const units: Readonly<Record<string, number>> = {
  KB: 1000,
  MB: 1000 ** 2,
  GB: 1000 ** 3,
  TB: 1000 ** 4,
  KIB: 1024,
  MIB: 1024 ** 2,
  GIB: 1024 ** 3,
  TIB: 1024 ** 4,
}
const mib = 1024 ** 2

/** A limit as it was given: an amount of bytes, or a share of the memory there is. */
export type GivenLimit = {readonly bytes: number} | {readonly share: number}

/** Reads `512MB`, `1.5GiB` or `50%`; `name` is what gives it. Throws a DataPyError, code `bad_memory_limit`. */
export function parseMemoryLimit(text: string, name = 'the memory limit'): GivenLimit {
  const [, amount = '', unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*(%|[KMGT]i?B)\s*$/i.exec(text) ?? []
  const bytes = Number(amount) * (units[unit.toUpperCase()] ?? 0)
  if (unit === '%' && Number(amount) > 0 && Number(amount) <= 100) return {share: Number(amount) / 100}
  if (bytes >= mib) return {bytes}
  throw dataError('bad_memory_limit', `${name} is "${text}", which is no amount of memory`, {
    hint: 'write it as 512MB, 1.5GiB or 50%',
  })
}

/**
 * How many bytes the engine may take. When nothing is given it is a quarter of the memory there is, since the process takes
 * up to 250 MB besides; at most 1 GiB, or 128 MiB for each processor where that is more, beyond which little is gained; and
 * at least 96 MiB, with less than which it cannot work.
 */
export function memoryLimit(
  given: GivenLimit | undefined,
  there: {readonly memory: number; readonly processors: number},
): number {
  if (given !== undefined) return Math.floor('bytes' in given ? given.bytes : there.memory * given.share)
  const most = Math.max(1024 * mib, there.processors * 128 * mib)
  return Math.floor(Math.max(96 * mib, Math.min(most, there.memory / 4)))
}

/** How many threads that memory is enough for: with less than 64 MiB for each, their buffers alone do not fit. */
export function threadsFor(bytes: number): number {
  return Math.max(1, Math.floor(bytes / (64 * mib)))
}
