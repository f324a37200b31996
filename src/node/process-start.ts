import {readFile, readlink} from 'node:fs/promises'

/**
 * When a process of this host started, as a text that no other process of the same id has; undefined when there is no
 * such process. Empty where the system does not tell.
 */
export async function processStart(pid: number): Promise<string | undefined> {
  if (!isThere(pid)) return undefined
  if (process.platform === 'linux') {
    const fields = await fieldsOfStat(pid)
    if (fields === undefined) return ''
    // A zombie has ended, and only waits for its parent to notice.
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined
    return `${await bootId()}/${fields[19] ?? ''}`
  }
  try {
    const [{execFile}, {promisify}] = await Promise.all([import('node:child_process'), import('node:util')])
    const {stdout} = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)])
    return stdout.trim()
  } catch {
    return ''
  }
}

/**
 * Which processes this one can see by their ids: containers on one host, even of one name, each see their own. Empty
 * where the system does not tell.
 */
export async function processSpace(): Promise<string> {
  return readlink('/proc/self/ns/pid').catch(() => '')
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/** The fields of /proc/PID/stat behind the name, which is in brackets and may itself hold spaces (proc(5)). */
async function fieldsOfStat(pid: number): Promise<readonly string[] | undefined> {
  try {
    const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

/** Start times count from the boot, so they tell processes apart only together with it. */
async function bootId(): Promise<string> {
  return readFile('/proc/sys/kernel/random/boot_id', 'utf8').then(
    (id) => id.trim(),
    () => '',
  )
}
