import mocha from 'mocha'
import {relative} from 'node:path'
import {root} from './root.js'

const {EVENT_RUN_END, EVENT_TEST_FAIL, EVENT_TEST_PASS, EVENT_TEST_PENDING} = mocha.Runner.constants

/** One line for each test file as it ends, then the failures in full, then what was skipped and why, then the counts. */
export default class FileReporter extends mocha.reporters.Base {
  /**
   * @param {mocha.Runner} runner
   * @param {mocha.MochaOptions} options
   */
  constructor(runner, options) {
    super(runner, options)
    let open = {file: '', passed: 0, failed: 0, skipped: 0, ms: 0}
    const close = () => {
      if (open.file !== '') print(lineOf(open))
    }
    /** @param {mocha.Test | mocha.Hook} test */
    const countsOf = (test) => {
      const file = relative(root, fileOf(test))
      if (file !== open.file) {
        close()
        open = {file, passed: 0, failed: 0, skipped: 0, ms: 0}
      }
      // Files run side by side, and are told of one after the other: what counts is the time of their tests.
      open.ms += test.duration ?? 0
      return open
    }
    /** @type {string[]} */
    const skipped = []
    runner.on(EVENT_TEST_PASS, (test) => countsOf(test).passed++)
    runner.on(EVENT_TEST_FAIL, (test) => countsOf(test).failed++)
    runner.on(EVENT_TEST_PENDING, (test) => {
      countsOf(test).skipped++
      skipped.push(test.fullTitle())
    })
    runner.on(EVENT_RUN_END, () => {
      close()
      if (this.failures.length > 0) mocha.reporters.Base.list(this.failures)
      for (const title of skipped) print(`skipped: ${title}`)
      print(`${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
      print(`${String(this.stats.passes)} passed, ${String(this.stats.failures)} failed`)
    })
  }
}

const startedAt = performance.now()

/** @param {{file: string, passed: number, failed: number, skipped: number, ms: number}} counts */
function lineOf({file, passed, failed, skipped, ms}) {
  const seconds = (ms / 1000).toFixed(1)
  const others = [failed > 0 && `${String(failed)} FAILED`, skipped > 0 && `${String(skipped)} skipped`].filter(
    (text) => text !== false,
  )
  return `${failed > 0 ? 'not ok' : 'ok    '} ${file}  ${[`${String(passed)} passed`, ...others].join(', ')}  ${seconds} s`
}

/** @param {mocha.Test | mocha.Hook} test */
function fileOf(test) {
  return test.file ?? test.parent?.file ?? 'unknown'
}

/** @param {string} line */
function print(line) {
  process.stdout.write(`${line}\n`)
}
