import {spawn} from 'node:child_process'
import {writeSync} from 'node:fs'
import {memoryUse} from './memory-use.js'

/** How a process apart came to its end. */
export interface ApartEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** Whether it was ended because it told nothing for so long. */
  readonly silent: boolean
  /** How many bytes of memory it had in use when it was ended because of them. */
  readonly exceeded?: number
  /** The end of what it wrote. */
  readonly stdout: string
  readonly stderr: string
}

/** What the parent can do to a process apart. */
export interface ApartControls {
  /** Tells it something that JSON can hold: a line of its stdin. */
  send(line: unknown): void
  /** Ends it, and all that it started, at once. */
  kill(): void
}

export interface ApartOptions {
  /** Where it runs. Default: where this process does, which may be a folder that is gone. */
  readonly cwd?: string
  readonly env: NodeJS.ProcessEnv
  /** Flags for Node. */
  readonly flags?: readonly string[]
  /** Ended when it has told nothing for so long. Default: never. */
  readonly silenceMs?: number
  /** Ended when it has so many bytes of memory in use, where the system tells that. */
  readonly memory?: number
  readonly signal?: AbortSignal | undefined
  /** Told when it has been started. */
  onStart?(controls: ApartControls): void
  /** Gets each line that it tells with `tellParent`; `kill` ends it and all that it started, at once. */
  onLine(line: unknown, kill: () => void): void
}

const toldAt = 3
/** How much is kept of what it writes. */
const mostText = 65_536
const lookAtMemoryMs = 100

/** Tells the process that started this one with `runApart` something that JSON can hold. */
export function tellParent(line: unknown): void {
  const bytes = Buffer.from(`${JSON.stringify(line)}\n`)
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(toldAt, bytes, at)
    } catch (error) {
      // The pipe is full: its reader has to catch up.
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error
    }
  }
}

/** Takes a text as it comes, and gives the value of each line. What is no JSON was not told by us: the mod wrote it. */
function lineTaker(give: (line: unknown) => void): (text: string) => void {
  let begun: string[] = []
  return (text) => {
    const lines = text.split('\n')
    begun.push(lines[0] ?? '')
    for (const next of lines.slice(1)) {
      const value = valueOf(begun.join(''))
      if (value !== undefined) give(value)
      begun = [next]
    }
  }
}

function valueOf(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

/** Runs a script of Node's in a process of its own, which can print, exit, hang or be killed without harm to this one. */
export function runApart(script: string, args: readonly string[], options: ApartOptions): Promise<ApartEnd> {
  const {cwd, env, flags = [], silenceMs, memory, signal, onStart, onLine} = options
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...flags, script, ...args], {
      ...(cwd !== undefined && {cwd}),
      env,
      detached: true, // a group of its own, so that nothing it starts outlives it
      stdio: [onStart === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', 'pipe'],
    })
    const out = {stdout: '', stderr: ''}
    const state: {silent: boolean; exceeded?: number} = {silent: false}
    const kill = () => {
      if (child.pid === undefined) return
      try {
        process.kill(-child.pid, 'SIGKILL')
      } catch {
        child.kill('SIGKILL') // Windows has no groups; or it has ended by itself.
      }
    }
    const timer =
      silenceMs === undefined
        ? undefined
        : setTimeout(() => {
            state.silent = true
            kill()
          }, silenceMs)
    const lookAtMemory = (most: number) => {
      const used = child.pid === undefined ? 0 : (memoryUse(child.pid) ?? 0)
      if (used <= most) return
      state.exceeded = used
      kill()
    }
    const look = memory === undefined ? undefined : setInterval(lookAtMemory, lookAtMemoryMs, memory)
    signal?.addEventListener('abort', kill, {once: true})
    const told = child.stdio[toldAt]
    if (told !== null && told !== undefined && 'setEncoding' in told) {
      const take = lineTaker((line) => {
        onLine(line, kill)
      })
      told.setEncoding('utf8').on('data', (text: string) => {
        timer?.refresh()
        take(text)
      })
    }
    for (const name of ['stdout', 'stderr'] as const)
      child[name]?.setEncoding('utf8').on('data', (text: string) => (out[name] = (out[name] + text).slice(-mostText)))
    child.stdin?.on('error', () => undefined) // It may end before it has read all.
    onStart?.({send: (line) => child.stdin?.write(`${JSON.stringify(line)}\n`), kill})
    child.on('error', reject)
    child.on('exit', kill) // What it started holds its streams open.
    child.on('close', (code, ended) => {
      clearTimeout(timer)
      clearInterval(look)
      signal?.removeEventListener('abort', kill)
      const {silent, exceeded} = state
      resolve({code, signal: ended, silent, ...(exceeded !== undefined && {exceeded}), ...out})
    })
  })
}
