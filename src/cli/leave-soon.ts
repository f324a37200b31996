import {exitCodes} from '../errors/exit-codes.js'
import type {ProcessSignals} from './process-signals.js'

const graceMs = 1000
/** A scheduler that sends SIGINT or SIGTERM follows with SIGKILL after five seconds, and the promise is four. */
const afterSignalMs = 3500

/**
 * Ends the process although something still keeps it alive, such as a timer or socket that a mod left open. Called when
 * the answer was given; in the ordinary case nothing is left to wait for and the process is gone before this acts.
 */
export function leaveSoon(): void {
  setTimeout(() => {
    // Written behind all earlier output, so that its callback means everything has been taken.
    process.stdout.write('', () => {
      process.stderr.write('', () => {
        process.exit() // All output has been taken: nothing can be cut off.
      })
    })
  }, graceMs).unref()
}

/** Ends the process some time after a signal, whatever it waits for: a full pipe that nobody reads, for one. */
export function leaveAfterSignal(signals: ProcessSignals): void {
  signals.onStop(() => {
    setTimeout(() => {
      if (process.stdout.writableLength > 0) process.exitCode = exitCodes.cancelled // Half an answer is none.
      process.exit() // What still waits has had its time.
    }, afterSignalMs).unref()
  })
}
