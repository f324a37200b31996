import {spawn} from 'node:child_process'
import {join} from 'node:path'

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface DatapyOptions {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  /** Called with the child once it runs, to send it signals. */
  onStart?(child: ReturnType<typeof spawn>): void
}

export const datapyBin = join(import.meta.dirname, '../bin/run.js')

/** Runs the built `datapy` as a child process without a terminal and without stdin. */
export function runDatapy(args: readonly string[], {cwd = '/', env = process.env, onStart}: DatapyOptions = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [datapyBin, ...args], {cwd, env, stdio: ['ignore', 'pipe', 'pipe']})
    const out = {stdout: '', stderr: ''}
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (out.stderr += text))
    child.on('error', reject).on('close', (code) => {
      resolve({code, ...out})
    })
    onStart?.(child)
  })
}
