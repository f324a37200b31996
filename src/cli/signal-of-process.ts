import {DataPyError} from '../errors/datapy-error.js'
import {problem} from '../errors/problem.js'

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Aborted at the first SIGINT, SIGTERM or SIGHUP; a second one finds no listener of ours and ends the process at once. */
export function signalOfProcess(): AbortSignal {
  const controller = new AbortController()
  const stop = (name: NodeJS.Signals) => {
    // Later, since a library that restores the terminal ends the process where it finds itself to be the only listener.
    setImmediate(() => {
      for (const other of stopSignals) process.off(other, stop)
    })
    controller.abort(new DataPyError([problem('cancelled', `stopped by ${name}`)]))
  }
  for (const name of stopSignals) process.on(name, stop)
  return controller.signal
}
