import {spawn} from 'node:child_process'
import {writeSync} from 'node:fs'

/** How a process apart came to its end. */
export interface ApartEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** Whether it was ended because it told nothing for so long. */
  readonly silent: boolean
  readonly stdout: string
  readonly stderr: string
}

export interface ApartOptions {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** Ended when it has told nothing for so long. */
  readonly silenceMs: number
  readonly signal?: AbortSignal | undefined
  /** Gets each line that it tells with `tellParent`; `kill` ends it and all that it started, at once. */
  onLine(line: unknown, kill: () => void): void
}

const toldAt = 3

/** Tells the process that started this one with `runApart` something that JSON can hold. */
export function tellParent(line: unknown): void {
  writeSync(toldAt, `${JSON.stringify(line)}\n`)
}

/** Runs a script of Node's in a process of its own, which can print, exit, hang or be killed without harm to this one. */
export function runApart(script: string, args: readonly string[], options: ApartOptions): Promise<ApartEnd> {
  const {cwd, env, silenceMs, signal, onLine} = options
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd,
      env,
      detached: true, // a group of its own, so that nothing it starts outlives it
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    })
    const out = {stdout: '', stderr: ''}
    const state = {silent: false, told: ''}
    const kill = () => {
      if (child.pid === undefined) return
      try {
        process.kill(-child.pid, 'SIGKILL')
      } catch {
        child.kill('SIGKILL') // Windows has no groups; or it has ended by itself.
      }
    }
    const timer = setTimeout(() => {
      state.silent = true
      kill()
    }, silenceMs)
    signal?.addEventListener('abort', kill, {once: true})
    const told = child.stdio[toldAt]
    if (told !== null && told !== undefined && 'setEncoding' in told) {
      told.setEncoding('utf8').on('data', (text: string) => {
        timer.refresh()
        const lines = (state.told + text).split('\n')
        state.told = lines.pop() ?? ''
        for (const line of lines) onLine(JSON.parse(line), kill)
      })
    }
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (out.stdout += text))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (out.stderr += text))
    child.on('error', reject)
    child.on('exit', kill) // What it started holds its streams open.
    child.on('close', (code, ended) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', kill)
      resolve({code, signal: ended, silent: state.silent, ...out})
    })
  })
}
