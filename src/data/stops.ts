import type {DataPyError} from '../errors/datapy-error.js'
import {dataError, isDataPyError} from './data-errors.js'
import {currentScope} from './scope.js'

/** The signal that stops all queries of an engine, for good. */
export class Stops {
  readonly #signal: AbortSignal | undefined

  constructor(signal?: AbortSignal) {
    this.#signal = signal
  }

  /** Calls back when the signal is aborted, until the function it gives is called. */
  onAbort(listener: () => void): () => void {
    return onAbortOf(this.#signal, listener)
  }

  /** Throws what an aborted signal stands for: that of the engine, or that of the scope which asks. */
  throwIfAborted(): void {
    for (const signal of [this.#signal, currentScope()?.signal]) if (signal?.aborted === true) throw abortError(signal)
  }
}

/** Calls back when a signal is aborted, at once where it is already, until the function it gives is called. */
export function onAbortOf(signal: AbortSignal | undefined, listener: () => void): () => void {
  if (signal?.aborted === true) listener()
  else signal?.addEventListener('abort', listener, {once: true})
  return () => {
    signal?.removeEventListener('abort', listener)
  }
}

/** A signal's own reason where that is a DataPyError, else `cancelled`. */
function abortError(signal: AbortSignal): DataPyError {
  const reason: unknown = signal.reason
  return isDataPyError(reason) ? reason : dataError('cancelled', 'the run was stopped', {cause: reason})
}
