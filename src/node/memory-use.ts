import {readFileSync} from 'node:fs'

/** How many bytes of memory a process has in use; undefined where the system does not tell, or the process has ended. */
export function memoryUse(pid: number): number | undefined {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'latin1')) ?? []
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024
  } catch {
    return undefined
  }
}
