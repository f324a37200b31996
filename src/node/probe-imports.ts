import {spawn} from 'node:child_process'
import {join} from 'node:path'
import {text} from 'node:stream/consumers'
import {pathToFileURL} from 'node:url'
import {frameworkRoot} from './framework-root.js'

/** What importing a module showed. */
export type Probe =
  | {readonly url: string; readonly ok: false; readonly reason: string}
  | {readonly url: string; readonly ok: true; readonly run: string}

/** The code of the child, which goes when this process goes: imports each URL and tells on file descriptor 3, one JSON line each. */
const probeCode = () => `
import {writeSync} from 'node:fs'
import {endWithParent} from ${JSON.stringify(pathToFileURL(join(frameworkRoot(), 'dist/node/watch-parent.js')).href)}
endWithParent(${String(process.pid)})
const tell = (line) => writeSync(3, JSON.stringify(line) + '\\n')
for (const url of process.argv.slice(1)) {
  tell({url})
  try {
    const module = await import(url)
    tell({url, ok: true, run: typeof (module.run ?? module.default?.run)})
  } catch (error) {
    tell({url, ok: false, reason: String(error?.message ?? error)})
  }
}
tell({done: true})
process.exit(0)
`

/**
 * Imports modules, each by its URL, in a process of its own: code that nobody has checked yet can neither write into
 * our output, nor end us, nor hang us. `run` is the type of what the module exports under that name.
 */
export async function probeImports(urls: readonly string[], {timeoutMs = 30_000} = {}): Promise<readonly Probe[]> {
  const [first] = urls
  if (first === undefined) return []
  const {probes, begun, timedOut} = await probeOnce(urls, timeoutMs)
  if (begun === undefined) return probes
  // The child ended inside a module: that one is to blame, and the rest gets another child.
  const reason = timedOut ? `importing it took longer than ${String(timeoutMs / 1000)} s` : 'importing it ends the process'
  const rest = urls.slice(urls.indexOf(begun) + 1)
  return [...probes, {url: begun, ok: false, reason}, ...(await probeImports(rest, {timeoutMs}))]
}

interface ProbeLine {
  readonly url?: string
  readonly ok?: boolean
  readonly run?: string
  readonly reason?: string
  readonly done?: boolean
}

async function probeOnce(urls: readonly string[], timeoutMs: number) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', probeCode(), '--', ...urls], {
    // A group of its own: a signal to ours is not the fault of the package.
    detached: true,
    windowsHide: true,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const state = {timedOut: false}
  const kill = () => child.kill('SIGKILL')
  const timer = setTimeout(() => {
    state.timedOut = true
    kill()
  }, timeoutMs)
  process.once('exit', kill)
  const pipe = child.stdio[3]
  const told = pipe === undefined || pipe === null || !('read' in pipe) ? '' : await text(pipe)
  clearTimeout(timer)
  process.off('exit', kill)
  const probes: Probe[] = []
  let begun: string | undefined
  for (const line of told.split('\n').filter((one) => one !== '')) {
    const {url, ok, run, reason} = JSON.parse(line) as ProbeLine // the child's own lines
    if (url === undefined) continue
    begun = ok === undefined ? url : undefined
    if (ok === true) probes.push({url, ok, run: run ?? 'undefined'})
    if (ok === false) probes.push({url, ok, reason: reason ?? ''})
  }
  return {probes, begun: told === '' ? urls[0] : begun, timedOut: state.timedOut}
}
