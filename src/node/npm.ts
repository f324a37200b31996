import {spawn} from 'node:child_process'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import type {Writable} from 'node:stream'
import {DataPyError} from '../errors/datapy-error.js'
import {problem} from '../errors/problem.js'
import type {Checked, Problem} from '../model/problem.js'
import {frameworkRoot} from './framework-root.js'
import {npmFailure} from './npm-failure.js'
import {npmTimeout} from './npm-timeout.js'
import {npmrcRedactor} from './npmrc-redactor.js'

/** The npm that comes with DataPy, through oclif's plugins commands, which use the same: none is needed on PATH. */
export function npmCli(): string {
  const ours = createRequire(join(frameworkRoot(), 'package.json'))
  const plugins = createRequire(ours.resolve('@oclif/plugin-plugins'))
  return join(dirname(plugins.resolve('npm/package.json')), 'bin/npm-cli.js')
}

export interface NpmOptions {
  /** The folder whose package.json and node_modules npm works on. */
  readonly folder: string
  /** Gets what npm prints, a line at a time, less the secrets of the npmrc. */
  readonly log?: ((line: string) => void) | undefined
  /** Stops npm, which puts back what it has begun. */
  readonly signal?: AbortSignal | undefined
  /** Gets npm's process id; its end is not told before this has settled. */
  readonly started?: (pid: number) => Promise<void>
}

/**
 * Flags that hold whatever the user's npmrc says: scripts of packages never run, nothing else than this folder is
 * touched, and a registry that is down is given up within seconds rather than minutes.
 */
const always = [
  '--ignore-scripts',
  '--global=false',
  '--workspaces=false',
  '--dry-run=false',
  '--package-lock=true',
  '--install-links=false',
  '--omit=dev',
  '--audit=false',
  '--fund=false',
  '--update-notifier=false',
  '--progress=false',
  '--loglevel=warn',
  '--fetch-retries=1',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=5000',
]

const gateStream = 3
/**
 * Holds npm back until it has been noted: one that outlives a datapy which was killed before that would change the folder
 * while nobody knew of it. No word and the end of the stream mean that datapy has ended.
 */
const gate = `data:text/javascript,${encodeURIComponent(`import {readSync} from 'node:fs'
let bytes = 0
for (;;) try { bytes = readSync(${String(gateStream)}, Buffer.alloc(1)); break } catch (error) { if (error.code !== 'EAGAIN') break }
if (bytes === 0) process.kill(process.pid, 'SIGKILL')`)}`

/** So much longer than it waits for one answer may npm be at it in all. */
const answersInAll = 10
/** What npm gets to put back what it has begun. */
const graceMs = 5000
/** The same, when somebody wants an end within four seconds. */
const stopGraceMs = 2000

/** Runs npm in a folder; its user's npmrc says which registry. Its failure is a problem with npm's own reason. */
export async function runNpm(args: readonly string[], {folder, log, signal, started}: NpmOptions): Promise<Checked<string>> {
  const timeoutMs = npmTimeout(process.env)
  const redactor = await npmrcRedactor(folder, process.env)
  const flags = [`--prefix=${folder}`, ...always, `--fetch-timeout=${String(timeoutMs)}`]
  if (isAborted(signal)) return {ok: false, problems: problemsOfAbort(signal)}
  const child = spawn(process.execPath, ['--import', gate, npmCli(), ...args, ...flags], {
    cwd: folder,
    // A group of its own: a signal to ours reaches it by way of us, which know then why it ended.
    detached: true,
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const noted = (child.pid === undefined ? undefined : started?.(child.pid)) ?? Promise.resolve()
  // The fourth stream is a pipe, as asked for above.
  const opened = noted.then(() => (child.stdio[gateStream] as Writable | null)?.on('error', () => undefined).end('.'))
  const overdue = new AbortController()
  const kill = () => child.kill('SIGKILL')
  // One that cannot be noted would wait in vain to be let go.
  void opened.catch(kill)
  const kills = [
    setTimeout(() => {
      overdue.abort()
      child.kill('SIGTERM')
    }, timeoutMs * answersInAll),
    setTimeout(kill, timeoutMs * answersInAll + graceMs),
  ]
  const stop = () => {
    child.kill('SIGTERM')
    kills.push(setTimeout(kill, stopGraceMs))
  }
  signal?.addEventListener('abort', stop, {once: true})
  process.once('exit', kill)
  const printed = {stdout: '', stderr: ''}
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text))
  const code = await new Promise<number | string>((done) => {
    child.on('error', (error) => {
      done(error.message)
    })
    child.on('close', (exitCode, killedBy) => {
      done(exitCode ?? killedBy ?? 'unknown')
    })
  })
  for (const timer of kills) clearTimeout(timer)
  signal?.removeEventListener('abort', stop)
  process.off('exit', kill)
  await opened
  const stderr = redactor.text(printed.stderr)
  for (const line of `${stderr}${redactor.text(printed.stdout)}`.split('\n')) if (line.trim() !== '') log?.(line)
  if (code === 0) return {ok: true, value: printed.stdout}
  if (isAborted(signal)) return {ok: false, problems: problemsOfAbort(signal)}
  const ended = overdue.signal.aborted ? {overdueMs: timeoutMs * answersInAll} : {code}
  return {ok: false, problems: [npmFailure(redactor.text(args.join(' ')), stderr, ended)]}
}

function problemsOfAbort(signal: AbortSignal | undefined): readonly Problem[] {
  const reason: unknown = signal?.reason
  return reason instanceof DataPyError ? reason.problems : [problem('cancelled', 'stopped by its caller')]
}

/** Asked again: it can have been aborted since. */
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true
}
