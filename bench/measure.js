import {spawn} from 'node:child_process'
import {readFileSync} from 'node:fs'

/** @typedef {{seconds: number, peakBytes: number | undefined, stdout: string}} Measured */

/**
 * Runs a program from start to end and gives its wall time and the most memory it held at once (VmHWM of /proc, which is
 * Linux; undefined elsewhere). Throws when it fails.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Measured>}
 */
export function measure(program, args, env) {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(program, args, {env, stdio: ['ignore', 'pipe', 'pipe']})
    let peakBytes = 0
    const look = setInterval(() => {
      peakBytes = Math.max(peakBytes, peakOf(child.pid))
    }, 20)
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text))
    child.on('error', reject).on('close', (code) => {
      const seconds = (performance.now() - started) / 1000
      clearInterval(look)
      if (code === 0) resolve({seconds, peakBytes: peakBytes === 0 ? undefined : peakBytes, stdout})
      else reject(new Error(`${program} ${args.join(' ')} ended with ${String(code)}\n${stderr}${stdout}`))
    })
  })
}

/** @param {number | undefined} pid */
function peakOf(pid) {
  try {
    const [, kib = '0'] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8')) ?? []
    return Number(kib) * 1024
  } catch {
    return 0 // gone already, or no Linux
  }
}
