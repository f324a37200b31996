import {readFileSync, readlinkSync} from 'node:fs'
import {basename} from 'node:path'

/**
 * Whether whoever started this process wants it to outlive a hangup, as nohup does. Node forgets at its start which signals
 * it was told to ignore, so this looks at what else shows it: the shell's note of what it started, the stdin that nohup
 * closes to reading, and a parent that ignores hangups itself. A shell that ignores them and then becomes datapy, by exec,
 * leaves no trace.
 */
export function isHangupIgnored(env: NodeJS.ProcessEnv = process.env): boolean {
  return basename(env['_'] ?? '') === 'nohup' || isStdinOfNohup() || ignoresHangup(process.ppid)
}

/** GNU nohup puts /dev/null, open for writing alone, in the place of a terminal. */
function isStdinOfNohup(): boolean {
  const [link, info] = [read(() => readlinkSync('/proc/self/fd/0')), read(() => readFileSync('/proc/self/fdinfo/0', 'utf8'))]
  const flags = /^flags:\s*([0-7]+)$/m.exec(info)?.[1]
  return link === '/dev/null' && flags !== undefined && (Number.parseInt(flags, 8) & 3) === 1
}

/** The mask of /proc/PID/status counts signals from its right end (proc(5)); SIGHUP is the first. */
function ignoresHangup(pid: number): boolean {
  const mask = /^SigIgn:\s*([0-9a-f]+)$/m.exec(read(() => readFileSync(`/proc/${String(pid)}/status`, 'utf8')))?.[1]
  return mask !== undefined && (Number.parseInt(mask.slice(-1), 16) & 1) === 1
}

/** Empty where the system has no such file. */
function read(work: () => string): string {
  try {
    return work()
  } catch {
    return ''
  }
}
