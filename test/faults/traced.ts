import {execFile, spawn} from 'node:child_process'
import {promisify} from 'node:util'
import {debianProgram} from '../debian-program.js'
import {datapyBin, type DatapyOptions} from '../run-datapy.js'

/** The calls of the system that write a file, give it a name, or put it on the disk. */
const calls = 'openat,write,writev,pwrite64,pwritev,ftruncate,rename,renameat,renameat2,link,linkat,fsync,fdatasync'

/** Why calls of the system cannot be seen here; undefined where they can. */
export async function whyNoTrace(): Promise<string | undefined> {
  const strace = await debianProgram(['strace'], 'strace')
  if ('reason' in strace) return strace.reason
  return (await works()) ? undefined : 'strace does not work here'
}

async function works(): Promise<boolean> {
  return await promisify(execFile)('strace', ['-f', '-qq', '-o', '/dev/null', 'true']).then(
    () => true,
    () => false,
  )
}

export interface TracedOptions extends DatapyOptions {
  /** Gets each line, as strace writes it, with the file of each descriptor. What it gives true for ends all with SIGKILL. */
  onCall(line: string): boolean
  /** For how many microseconds the process is held after each call, so that a kill comes before the next. */
  readonly holdMicroseconds?: number
}

/** Runs `datapy` under strace, threads, native code and children included. Gives its exit code; null for one that was killed. */
export async function runTraced(
  args: readonly string[],
  {cwd = '/', env = process.env, onCall, holdMicroseconds = 0}: TracedOptions,
): Promise<number | null> {
  const held = holdMicroseconds > 0 ? ['-e', `inject=write,writev,fsync,rename,link:delay_exit=${String(holdMicroseconds)}`] : []
  const flags = ['-f', '-y', '-qq', '-s', '0', '-e', `trace=${calls}`, '-e', 'signal=none', ...held]
  const child = spawn('strace', [...flags, process.execPath, datapyBin, ...args], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let rest = ''
  const whole = callsInOneLine()
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    const lines = `${rest}${text}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines.flatMap(whole)) if (onCall(line) && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  })
  return await new Promise((resolve, reject) => {
    child.on('error', reject).on('close', resolve)
  })
}

/** Joins the two lines of a call during which another thread called. */
function callsInOneLine(): (line: string) => readonly string[] {
  const begun = new Map<string, string>()
  return (line) => {
    const [, thread = '', call = ''] = /^(?:\[pid +(\d+)\] )?(.*)$/.exec(line) ?? []
    const [, first] = /^(.*?) *<unfinished \.\.\.>$/.exec(call) ?? []
    if (first !== undefined) {
      begun.set(thread, first)
      return []
    }
    const [, last] = /^<\.\.\. \w+ resumed>(.*)$/.exec(call) ?? []
    return [last === undefined ? call : `${begun.get(thread) ?? ''}${last}`]
  }
}
