import './require-cjs.js'
import {Stryker} from '@stryker-mutator/core'
import {leftOut} from './stations.js'

const needed = ['--import', new URL('require-cjs.js', import.meta.url).href]

/**
 * Changes the code of a folder of src, or of one file in it, in one place at a time, and runs the unit tests of that
 * folder against each change. What survives is printed, and shown in coverage/mutation.
 *
 * @param {string} folder
 * @param {string} files
 * @returns {ReturnType<Stryker['runMutationTest']>}
 */
export function mutate(folder, files) {
  return new Stryker({
    mutate: [files],
    testRunner: 'mocha',
    mochaOptions: {
      // Its own configuration asks for all tests.
      'no-config': true,
      require: ['./test/tsx.js', './scripts/mutation/repeatable.js'],
      spec: [`test/${folder}/**/*.test.ts`],
      grep: `^(?!.*(${leftOut.join('|')}))`,
    },
    plugins: ['@stryker-mutator/mocha-runner'],
    testRunnerNodeArgs: needed,
    checkerNodeArgs: needed,
    coverageAnalysis: 'perTest',
    // What runs once, when its file is loaded, would need a process for each change.
    ignoreStatic: true,
    concurrency: 2,
    // A change that never ends is found by counting; the clock is for the rest, and must bear a busy machine.
    timeoutMS: 10_000,
    disableTypeChecks: 'src/**/*.ts',
    ignorePatterns: ['**/dist', '**/.datapy', 'bench', 'docs', 'coverage'],
    tempDirName: 'coverage/.stryker',
    cleanTempDir: 'always',
    logLevel: /** @type {any} */ ('warn'), // Its type is an enum of a package that is not ours.
    allowConsoleColors: false,
    reporters: ['clear-text', 'html', 'json'],
    clearTextReporter: {reportTests: false, reportScoreTable: false, allowEmojis: false, logTests: false},
    htmlReporter: {fileName: `coverage/mutation/${folder}.html`},
    jsonReporter: {fileName: `coverage/mutation/${folder}.json`},
  }).runMutationTest()
}
