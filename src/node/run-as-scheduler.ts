import {spawn} from 'node:child_process'
import {join} from 'node:path'
import {frameworkRoot} from './framework-root.js'

/** Runs a command of DataPy's as a scheduler would: no environment but a PATH, from `/`, without stdin. Gives its stdout. */
export function runAsScheduler(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(frameworkRoot(), 'bin/run.js'), ...args], {
      cwd: '/',
      env: {PATH: '/usr/bin:/bin'},
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let out = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
    child.on('error', reject).on('close', () => {
      resolve(out)
    })
  })
}
