import {spawn} from 'node:child_process'
import {readdir, readFile} from 'node:fs/promises'
import {setTimeout as wait} from 'node:timers/promises'
import {datapyBin} from '../run-datapy.js'
import type {Tally} from './cell.js'

/** What is sent, and when: so many milliseconds after the start, or after `text` was first seen on stderr or stdout. */
export interface Sent {
  readonly signal: NodeJS.Signals
  readonly afterMs: number
  readonly text?: string | undefined
  /** The time is counted from when this has settled. */
  readonly when?: Promise<unknown>
  /** Sends it to all of the process's group, as a terminal does. */
  readonly toGroup?: boolean
  /** Sends it again, so many milliseconds later. */
  readonly againMs?: number
}

export interface Signalled {
  readonly code: number | null
  readonly killedBy: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  /** From the signal to the end of the process. */
  readonly ms: number
  /** What it had started and left alive, by command line. */
  readonly orphans: readonly string[]
}

export interface SignalledOptions {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  /** Whether nobody reads its stdout and stderr until it has ended. */
  readonly unread?: boolean
}

/** Runs `datapy`, in a group of its own, and sends it a signal. */
export async function signalled(
  args: readonly string[],
  {signal, afterMs, text, when, toGroup = false, againMs}: Sent,
  {cwd = '/', env = process.env, unread = false}: SignalledOptions = {},
): Promise<Signalled> {
  const mark = `signalled-${String(process.pid)}-${String(performance.now())}`
  const child = spawn(process.execPath, [datapyBin, ...args], {
    cwd,
    env: {...env, DATAPY_TEST_MARK: mark},
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const state = {stdout: '', stderr: '', at: 0}
  const send = () => {
    if (child.pid === undefined || child.exitCode !== null) return
    if (state.at === 0) state.at = performance.now()
    if (toGroup) process.kill(-child.pid, signal)
    else child.kill(signal)
  }
  const sendSoon = () => {
    setTimeout(() => {
      send()
      if (againMs !== undefined) setTimeout(send, againMs)
    }, afterMs)
  }
  if (when !== undefined) void when.then(sendSoon)
  else if (text === undefined) sendSoon()
  const read = (name: 'stderr' | 'stdout') => {
    child[name].setEncoding('utf8').on('data', (more: string) => {
      const wasThere = text !== undefined && (state.stdout + state.stderr).includes(text)
      state[name] += more
      if (text !== undefined && !wasThere && (state.stdout + state.stderr).includes(text)) sendSoon()
    })
  }
  if (!unread) for (const name of ['stdout', 'stderr'] as const) read(name)
  const ended = new Promise<{readonly endedAt: number; readonly code: number | null; readonly killedBy: NodeJS.Signals | null}>(
    (resolve) => {
      child.on('exit', (code, killedBy) => {
        resolve({endedAt: performance.now(), code, killedBy})
      })
    },
  )
  const closed = new Promise((resolve) => child.on('close', resolve))
  const {endedAt, code, killedBy} = await ended
  if (unread) for (const name of ['stdout', 'stderr'] as const) read(name)
  // What it started may hold its pipes open: that is found below.
  await Promise.race([closed, wait(2000)])
  const {stdout, stderr, at} = state
  return {code, killedBy, stdout, stderr, ms: at === 0 ? 0 : Math.max(0, endedAt - at), orphans: await orphansOf(mark)}
}

/** Processes that have the mark in their environment, given a moment to go. */
export async function orphansOf(mark: string): Promise<readonly string[]> {
  for (let tries = 1; ; tries += 1) {
    const left = await marked(mark)
    if (left.length === 0 || tries === 30) return left
    await wait(100)
  }
}

async function marked(mark: string): Promise<readonly string[]> {
  if (process.platform !== 'linux') return [] // /proc tells who lives
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const lines = pids.map(async (pid) => {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
    return environment.includes(mark) ? [await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')] : []
  })
  return (await Promise.all(lines)).flat().map((line) => line.replaceAll('\0', ' ').trim())
}

/** What a signal asks for in this many milliseconds is done: a scheduler follows with SIGKILL after five seconds. */
export const promisedMs = 4000

/** One try of a signal: the slowest that is noted is the time from the signal to the end. */
export async function trySignal(
  tally: Tally,
  what: string,
  work: () => Promise<Pick<Signalled, 'ms' | 'orphans'>>,
): Promise<void> {
  try {
    const {ms, orphans} = await work()
    tally.tried(1, ms)
    if (ms > promisedMs) tally.wrong(`${what}: it ended ${String(Math.round(ms))} ms after the signal`)
    if (orphans.length > 0) tally.wrong(`${what}: it left ${orphans.join(', ')} running`)
  } catch (error) {
    tally.tried(1)
    tally.wrong(`${what}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/**
 * Whether the signal came before Node had given DataPy its first line: the process then goes as any other does, and must
 * not have done anything.
 */
export function isBeforeStart({code, killedBy, stdout, stderr}: Signalled): boolean {
  return code === null && killedBy !== null && stdout === '' && stderr === ''
}
