import {spawn} from 'node:child_process'
import {root} from './root.js'

/**
 * Runs a program from the project's folder and waits for its end. stdin is closed; `toStderr` sends what it prints to
 * stderr. Gives its exit code, 1 when a signal ended it.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{toStderr?: boolean, env?: NodeJS.ProcessEnv}} [options]
 * @returns {Promise<number>}
 */
export function runCommand(program, args, {toStderr = false, env = process.env} = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {cwd: root, env, stdio: ['ignore', toStderr ? 2 : 'inherit', 'inherit']})
    child.on('error', reject).on('close', (code) => {
      resolve(code ?? 1)
    })
  })
}

/**
 * Runs a file with this Node.
 *
 * @param {readonly string[]} args
 * @param {{toStderr?: boolean, env?: NodeJS.ProcessEnv}} [options]
 */
export function runNode(args, options) {
  return runCommand(process.execPath, args, options)
}

/**
 * Runs npm: the one that started us, else the first on the PATH.
 *
 * @param {readonly string[]} args
 * @param {{toStderr?: boolean, env?: NodeJS.ProcessEnv}} [options]
 */
export function runNpm(args, options) {
  const npm = process.env.npm_execpath
  return npm?.endsWith('.js') === true ? runNode([npm, ...args], options) : runCommand('npm', args, options)
}
