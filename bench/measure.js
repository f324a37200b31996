import {spawn} from 'node:child_process'
import {readFileSync} from 'node:fs'

/** @typedef {{seconds: number, peakBytes: number | undefined, stdout: string}} Measured */

/**
 * Runs a program from start to end and gives its wall time and the most memory it held at once (VmHWM of /proc, which is
 * Linux; undefined elsewhere). Throws when it fails.
 *
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Measured>}
 */
export function measure(args, env = process.env) {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(process.execPath, args, {env, stdio: ['ignore', 'pipe', 'pipe']})
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
      else reject(new Error(`${args.join(' ')} ended with ${String(code)}\n${stderr}`))
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

/**
 * Runs several things in turns, so that what disturbs the machine disturbs them all, and gives for each the run of
 * median time with the highest peak. A first round is not counted where there are several.
 *
 * @template {string} Name
 * @param {Readonly<Record<Name, () => Promise<Measured>>>} contenders
 * @param {number} rounds
 * @returns {Promise<Record<Name, Measured>>}
 */
export async function alternate(contenders, rounds) {
  const names = /** @type {Name[]} */ (Object.keys(contenders))
  const all = /** @type {Record<Name, Measured[]>} */ (
    Object.fromEntries(names.map((name) => [name, /** @type {Measured[]} */ ([])]))
  )
  for (let round = rounds > 2 ? -1 : 0; round < rounds; round++) {
    for (const name of names) {
      const measured = await contenders[name]()
      if (round >= 0) all[name].push(measured)
    }
  }
  return /** @type {Record<Name, Measured>} */ (Object.fromEntries(names.map((name) => [name, medianOf(all[name])])))
}

/** @param {Measured[]} runs */
function medianOf(runs) {
  const sorted = [...runs].sort((one, other) => one.seconds - other.seconds)
  const middle = sorted[Math.floor(sorted.length / 2)]
  if (middle === undefined) throw new RangeError('no runs')
  const peaks = runs.flatMap(({peakBytes}) => (peakBytes === undefined ? [] : [peakBytes]))
  return {...middle, peakBytes: peaks.length === 0 ? undefined : Math.max(...peaks)}
}
