import {DataPyError} from '../errors/datapy-error.js'
import {exitCodes, type ExitCode} from '../errors/exit-codes.js'
import {problem} from '../errors/problem.js'
import {processGuard} from '../node/guard.js'
import {leaveAfterSignal, leaveSoon} from './leave-soon.js'
import {onLostOutput} from './lost-output.js'
import {processSignals, type ProcessSignals} from './process-signals.js'
import {reportFailure} from './report.js'
import {stoppedBy} from './signal-of-process.js'

/** How long something that does not stop by itself may take to be done, and something that does, to have stopped. */
const unheededMs = 500
const heededMs = 3200

/**
 * Runs the work of a command line and gives the process its exit code, which stands at 1 until then, so that whatever
 * ends the process early never looks like success. What the work throws is reported, and so is the signal that stops it.
 */
export function runProcess(argv: readonly string[], work: () => Promise<number>): void {
  process.exitCode = exitCodes.bug
  const signals = processSignals()
  const beside: {fault?: ExitCode; exitCode?: number} = {}
  const settle = () => {
    const {fault, exitCode} = beside
    if (exitCode !== undefined) process.exitCode = fault !== undefined && isGood(exitCode) ? fault : exitCode
  }
  const fail = (error: DataPyError) => {
    beside.fault = exitCodes.mod_failed
    settle()
    void reportFailure(error, {json: false, debug: false})
  }
  const isLostOutput = onLostOutput((error) => {
    fail(new DataPyError([problem('output_lost', `stdout did not take the answer: ${error.message}`)], {cause: error}))
  })
  const onLateFault = (fault: unknown) => {
    const guard = processGuard()
    // oclif listens to stdout too, and throws its error again.
    if (guard.busy || isLostOutput(fault)) return
    const error = lateFault(guard.told(fault), fault)
    guard.outside(() => {
      fail(error)
    })
  }
  process.on('uncaughtException', onLateFault).on('unhandledRejection', onLateFault)
  leaveAfterSignal(signals)
  void exitCodeOf(argv, work, signals).then((exitCode) => {
    beside.exitCode = exitCode
    settle()
    leaveSoon()
  })
}

/** Whether a scheduler may go on. */
function isGood(exitCode: number): boolean {
  return exitCode === exitCodes.success || exitCode === exitCodes.warning
}

async function exitCodeOf(argv: readonly string[], work: () => Promise<number>, signals: ProcessSignals): Promise<number> {
  try {
    return await Promise.race([work(), stopped(signals)])
  } catch (error) {
    signals.claimAnswer()
    const ours = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv
    return await reportFailure(error, {json: ours.includes('--json'), debug: ours.includes('--debug')})
  }
}

/** Rejects when the work has not stopped in time after a signal, unless its answer is being given. */
function stopped(signals: ProcessSignals): Promise<never> {
  return new Promise((_, reject) => {
    signals.onStop((name) => {
      const stop = () => {
        if (signals.claimAnswer()) reject(stoppedBy(name))
      }
      // It may be about to say that it heeds the signal.
      setTimeout(() => {
        if (signals.isHeeded) setTimeout(stop, heededMs - unheededMs).unref()
        else stop()
      }, unheededMs).unref()
    })
  })
}

/** What is left unhandled while no mod runs: by a mod that has ended, or by DataPy. Never success, and told plainly. */
function lateFault(message: string, cause: unknown): DataPyError {
  const hint = 'a mod, or what it called, went on after it had ended: it is to wait for all that it begins'
  return new DataPyError([problem('mod_unhandled', message, {hint})], {cause})
}
