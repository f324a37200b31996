import {DataPyError} from '../errors/datapy-error.js'
import {exitCodes} from '../errors/exit-codes.js'
import {problem} from '../errors/problem.js'
import {processGuard} from '../node/guard.js'
import {leaveSoon} from './leave-soon.js'
import {reportFailure} from './report.js'

/**
 * Runs the work of a command line and gives the process its exit code, which stands at 1 until then, so that whatever
 * ends the process early never looks like success. What the work throws is reported.
 */
export function runProcess(argv: readonly string[], work: () => Promise<number>): void {
  process.exitCode = exitCodes.bug
  process.on('uncaughtException', onLateFault).on('unhandledRejection', onLateFault)
  void exitCodeOf(argv, work).then((exitCode) => {
    process.exitCode = exitCode
    leaveSoon()
  })
}

async function exitCodeOf(argv: readonly string[], work: () => Promise<number>): Promise<number> {
  try {
    return await work()
  } catch (error) {
    const ours = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv
    return await reportFailure(error, {json: ours.includes('--json'), debug: ours.includes('--debug')})
  }
}

/** What is left unhandled while no mod runs: by a mod that has ended, or by DataPy. Never success, and told plainly. */
function onLateFault(fault: unknown): void {
  if (processGuard().busy) return
  process.exitCode = exitCodes.mod_failed
  const message = fault instanceof Error ? fault.message : String(fault)
  void reportFailure(new DataPyError([problem('mod_unhandled', `left unhandled: ${message}`)], {cause: fault}), {
    json: false,
    debug: false,
  })
}
