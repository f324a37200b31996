import type {DataPyError} from '../errors/datapy-error.js'
import {dataError, isDataPyError} from './data-errors.js'

/** The signals that stop the queries of an engine: the run's own for good, and a mod's as long as the mod runs. */
export class Stops {
  readonly #signals = new Set<AbortSignal>()
  readonly #listeners = new Set<() => void>()

  constructor(signal?: AbortSignal) {
    if (signal !== undefined) this.add(signal)
  }

  /** From now on queries end, and new ones are refused, once this signal is aborted; until the function it gives is called. */
  add(signal: AbortSignal): () => void {
    const tell = () => {
      for (const listener of this.#listeners) listener()
    }
    this.#signals.add(signal)
    if (signal.aborted) tell()
    else signal.addEventListener('abort', tell, {once: true})
    return () => {
      this.#signals.delete(signal)
      signal.removeEventListener('abort', tell)
    }
  }

  /** Calls back when one of the signals is aborted, until the function it gives is called. */
  onAbort(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  /** Throws what an aborted signal stands for: its own reason where that is a DataPyError, else `cancelled`. */
  throwIfAborted(): void {
    for (const signal of this.#signals) if (signal.aborted) throw abortError(signal)
  }
}

function abortError(signal: AbortSignal): DataPyError {
  const reason: unknown = signal.reason
  return isDataPyError(reason) ? reason : dataError('cancelled', 'the run was stopped', {cause: reason})
}
