import {readFile} from 'node:fs/promises'

export interface ProcessUsage {
  /** Bytes of memory that the process takes. */
  readonly memory: number
  /** Bytes that it has read so far, from files and else; absent where the system does not tell. */
  readonly read?: number
}

export async function processUsage(): Promise<ProcessUsage> {
  const memory = process.memoryUsage.rss()
  const io = await readFile('/proc/self/io', 'utf8').catch(() => '')
  const [, read] = /^rchar: (\d+)$/m.exec(io) ?? []
  return {memory, ...(read !== undefined && {read: Number(read)})}
}
