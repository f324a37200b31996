// npm test [-- FOLDER, FILE or mocha option …]: sets up what is missing, then runs the tests, all of them by default.
import {existsSync, readFileSync, statSync} from 'node:fs'
import {availableParallelism} from 'node:os'
import {join} from 'node:path'
import {root} from './root.js'
import {runNode} from './run-command.js'
import {say} from './say.js'
import {setUp} from './set-up.js'

/** @type {{spec: string[], timeout: number}} */
const {spec, timeout} = JSON.parse(readFileSync(join(root, '.mocharc.json'), 'utf8'))

try {
  await setUp()
  process.exitCode = await runNode(mochaArgs(process.argv.slice(2)))
} catch (error) {
  say(String(error))
  process.exitCode = 1
}

/**
 * mocha adds the files it is given to those of its configuration; here they take their place.
 *
 * @param {readonly string[]} given
 */
function mochaArgs(given) {
  const paths = given.filter((one) => existsSync(join(root, one)))
  const options = given.filter((one) => !paths.includes(one))
  const wanted =
    paths.length === 0 ? spec : paths.map((path) => (statSync(join(root, path)).isDirectory() ? `${path}/**/*.test.ts` : path))
  // Most of the time goes into processes that are started one after the other, and some of it into waiting for them. More
  // of them at once would take too much from those that are to end within some seconds.
  const isOne = wanted.length === 1 && wanted[0]?.endsWith('.test.ts') === true && !wanted[0].includes('*')
  const jobs = Math.min(availableParallelism() + 1, 4)
  const parallel = isOne || availableParallelism() === 1 ? [] : ['--parallel', '--jobs', String(jobs)]
  const reporter = options.includes('--reporter') ? [] : ['--reporter', join(root, 'scripts/file-reporter.js')]
  const mocha = join(root, 'node_modules/mocha/bin/mocha.js')
  return [
    '--import',
    './test/tsx.js',
    mocha,
    '--no-config',
    '--timeout',
    String(timeout),
    '--forbid-only',
    ...parallel,
    ...reporter,
    ...options,
    ...wanted,
  ]
}
