import {spawn} from 'node:child_process'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import {problem} from '../errors/problem.js'
import type {Checked} from '../model/problem.js'
import {frameworkRoot} from './framework-root.js'

/** The npm that comes with DataPy, through oclif's plugins commands, which use the same: none is needed on PATH. */
export function npmCli(): string {
  const ours = createRequire(join(frameworkRoot(), 'package.json'))
  const plugins = createRequire(ours.resolve('@oclif/plugin-plugins'))
  return join(dirname(plugins.resolve('npm/package.json')), 'bin/npm-cli.js')
}

export interface NpmOptions {
  /** The folder whose package.json and node_modules npm works on. */
  readonly folder: string
  /** Gets what npm prints, a line at a time. */
  readonly log?: ((line: string) => void) | undefined
  readonly signal?: AbortSignal | undefined
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
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=5000',
]

/** Runs npm in a folder; its user's npmrc says which registry. Its failure is a problem with npm's own reason. */
export async function runNpm(args: readonly string[], {folder, log, signal}: NpmOptions): Promise<Checked<string>> {
  const child = spawn(process.execPath, [npmCli(), ...args, `--prefix=${folder}`, ...always], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal !== undefined && {signal}),
  })
  const printed = {stdout: '', stderr: ''}
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text))
  const code = await new Promise<number | string>((done) => {
    child.on('error', (error) => {
      done(error.message)
    })
    child.on('close', (exitCode, killedBy) => {
      done(exitCode ?? killedBy ?? 'unknown')
    })
  })
  for (const line of `${printed.stderr}${printed.stdout}`.split('\n')) if (line.trim() !== '') log?.(line)
  if (code === 0) return {ok: true, value: printed.stdout}
  return {
    ok: false,
    problems: [problem('npm_failed', `npm ${args.join(' ')} failed (${String(code)}): ${reasonIn(printed.stderr)}`)],
  }
}

/** npm's own words: its error lines, less those that are a stack, or point to its log. */
function reasonIn(stderr: string): string {
  const lines = stderr.split('\n').flatMap((line) => /^npm (?:error|ERR!) (.+)$/.exec(line)?.[1]?.trim() ?? [])
  const telling = lines.filter((line) => !/^(?:at |syscall |errno |[{}]|A complete log|.*_logs\/|\w+: .*,$)/.test(line))
  return (telling.length > 0 ? telling.slice(0, 5).join('; ') : stderr.trim().slice(-300)) || 'it said nothing'
}
