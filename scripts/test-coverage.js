// npm run test:coverage: runs the unit tests of the core, and tells which of its branches they do not reach. Fails below
// 95 %. What runs in child processes does not count: it is a bundle, whose branches are not those of the sources.
import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {root} from './root.js'
import {runNode} from './run-command.js'
import {say} from './say.js'
import {setUp} from './set-up.js'

const core = ['errors', 'job', 'model', 'params', 'registry', 'result', 'schema']

try {
  await setUp()
  process.exitCode = await runNode([
    'node_modules/c8/bin/c8.js',
    // Also files that no test loads.
    '--all',
    '--src=src',
    '--extension=.ts',
    ...core.map((folder) => `--include=src/${folder}/**`),
    ...(await typesAlone()).map((file) => `--exclude=${file}`),
    '--temp-directory=coverage/v8',
    '--reports-dir=coverage',
    '--reporter=text',
    '--reporter=html',
    '--check-coverage',
    '--branches=95',
    '--lines=95',
    process.execPath,
    'scripts/test.js',
    ...core.filter((folder) => existsSync(join(root, 'test', folder))).map((folder) => `test/${folder}`),
    // Code whose branches are counted is slower.
    '--timeout=180000',
  ])
} catch (error) {
  say(String(error))
  process.exitCode = 1
}

/** Files of the core that hold types and nothing that runs, which no test can reach. */
async function typesAlone() {
  const {transformSync} = await import('esbuild')
  return core
    .flatMap((folder) => readdirSync(join(root, 'src', folder)).map((name) => `src/${folder}/${name}`))
    .filter((file) => transformSync(readFileSync(join(root, file), 'utf8'), {loader: 'ts'}).code.trim() === '')
}
