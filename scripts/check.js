// npm run check: the one gate. Every step is run, also after one that failed; the exit code is 1 when any did.
// --without-tests leaves the tests out, for a caller that has just run them.
import {readdirSync} from 'node:fs'
import {join} from 'node:path'
import {root} from './root.js'
import {runNode, runNpm} from './run-command.js'
import {say, timed} from './say.js'
import {setUp} from './set-up.js'

/** @param {string} name */
const bin = (name) => `node_modules/${name}`
const plugins = readdirSync(join(root, 'plugins')).map((name) => `plugins/${name}`)
const typed = ['test', 'scripts', 'bench', 'projects', ...plugins.map((folder) => `${folder}/test`)]

/** @type {readonly (readonly [what: string, run: () => Promise<number>])[]} */
const steps = [
  ['format', () => runNode([bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'])],
  ['lint', () => runNode([bin('eslint/bin/eslint.js'), '--max-warnings', '0', '.'])],
  ...typed.map(
    (folder) =>
      /** @type {const} */ ([`types of ${folder}`, () => runNode([bin('typescript/bin/tsc'), '-p', folder, '--noEmit'])]),
  ),
  ['generated files', () => runNpm(['run', '--silent', 'generate:check'])],
  ['unused code', () => runNode([bin('knip/bin/knip.js')])],
  ...['.', ...plugins].map(
    (folder) => /** @type {const} */ ([`package ${folder}`, () => runNode([bin('publint/src/cli.js'), '--strict', folder])]),
  ),
  ['tests', () => runNode(['scripts/test.js'])],
]

/** @type {string[]} */
const failed = []
try {
  await setUp()
  for (const [what, run] of steps) {
    if (what === 'tests' && process.argv.includes('--without-tests')) continue
    if ((await timed(what, run)) !== 0) failed.push(what)
  }
} catch (error) {
  failed.push(String(error))
}
say(failed.length === 0 ? 'the gate is open' : `the gate is shut: ${failed.join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1
