// npm run test:nodes [-- MAJOR … FILE …]: runs the tests, or those of some files, under other versions of Node: 22 and 24
// where none is named. What is installed and built is used as it is.
import {nodeBinary} from './node-binary.js'
import {runCommand} from './run-command.js'
import {say} from './say.js'
import {setUp} from './set-up.js'

const given = process.argv.slice(2)
const named = given.filter((one) => /^\d+$/.test(one))
const files = given.filter((one) => !named.includes(one))

try {
  await setUp()
  for (const major of named.length === 0 ? ['22', '24'] : named) {
    const binary = await nodeBinary(major)
    say(`tests under Node ${major}`)
    const exitCode = await runCommand(binary, ['scripts/test.js', ...files])
    say(`tests under Node ${major}: ${exitCode === 0 ? 'all passed' : `failed, exit code ${String(exitCode)}`}`)
    if (exitCode !== 0) process.exitCode = 1
  }
} catch (error) {
  say(String(error))
  process.exitCode = 1
}
