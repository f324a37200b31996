import {needsBuild} from './needs-build.js'
import {needsInstall} from './needs-install.js'
import {runNpm} from './run-command.js'
import {timed} from './say.js'

/** Installs and builds what is missing or out of date, so that everything else can count on both. Throws when it cannot. */
export async function setUp() {
  if (needsInstall()) await step('installing packages (npm ci)', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'])
  if (needsBuild()) await step('building (npm run build)', ['run', '--silent', 'build'])
}

/**
 * @param {string} what
 * @param {readonly string[]} npmArgs
 */
async function step(what, npmArgs) {
  const exitCode = await timed(what, () => runNpm(npmArgs, {toStderr: true}))
  if (exitCode !== 0) throw new Error(`${what} ended with exit code ${String(exitCode)}`)
}
