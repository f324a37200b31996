import {DataPyError} from '../errors/datapy-error.js'
import {problem} from '../errors/problem.js'
import {processSignals} from './process-signals.js'

/** Aborted at the first SIGINT, SIGTERM or SIGHUP. Who asks for it promises to stop by itself then. */
export function signalOfProcess(): AbortSignal {
  const controller = new AbortController()
  const signals = processSignals()
  signals.heed()
  signals.onStop((name) => {
    controller.abort(stoppedBy(name))
  })
  return controller.signal
}

export function stoppedBy(name: NodeJS.Signals): DataPyError {
  return new DataPyError([problem('cancelled', `stopped by ${name}`)])
}
