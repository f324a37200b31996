import type {DuckDBConnection, DuckDBInstance} from '@duckdb/node-api'
import type {DataPyError} from '../errors/datapy-error.js'
import {dataError, isDataPyError} from './data-errors.js'

/** A connection that is ours until `end`. */
export interface Lease {
  /** Does something with the connection; while it lasts, an interrupt reaches it. Refused once the signal is aborted. */
  use<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T>
  end(): void
}

/** The connections of one instance: each query and each open result has one of its own, since a new query ends an open result. */
export interface Connections {
  take(): Promise<Lease>
  throwIfAborted(): void
  /** Stops every query that runs now. */
  interrupt(): void
  /** Stops every query, waits until it has ended, and refuses new ones. */
  close(): Promise<void>
}

const repeatInterruptMs = 20

export function connectionsOf(instance: DuckDBInstance, signal: AbortSignal | undefined): Connections {
  const all = new Set<DuckDBConnection>()
  const idle: DuckDBConnection[] = []
  const working = new Map<DuckDBConnection, Promise<unknown>>()
  let closed = false

  const interrupt = () => {
    for (const connection of working.keys()) connection.interrupt()
  }
  // An interrupt that comes before a query has really begun is lost, so it is repeated until nothing runs.
  const interruptUntilIdle = () => {
    interrupt()
    if (working.size > 0) setTimeout(interruptUntilIdle, repeatInterruptMs).unref()
  }
  signal?.addEventListener('abort', interruptUntilIdle, {once: true})

  const throwIfAborted = () => {
    if (signal?.aborted) throw abortError(signal)
    if (closed)
      throw dataError('engine_closed', 'the run has ended, and its data with it', {hint: 'read a Dataset before the run ends'})
  }
  const use = async <T>(connection: DuckDBConnection, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> => {
    throwIfAborted()
    const done = work(connection)
    working.set(connection, done)
    try {
      return await done
    } finally {
      working.delete(connection)
    }
  }

  return {
    interrupt,
    throwIfAborted,
    async take() {
      throwIfAborted()
      const connection = idle.pop() ?? (await instance.connect())
      all.add(connection)
      let isOurs = true
      return {
        use: async (work) => await use(connection, work),
        end: () => {
          if (isOurs && !closed) idle.push(connection)
          isOurs = false
        },
      }
    },
    async close() {
      closed = true
      signal?.removeEventListener('abort', interruptUntilIdle)
      interruptUntilIdle()
      await Promise.allSettled(working.values())
      for (const connection of all) connection.disconnectSync()
    },
  }
}

/** What an aborted signal stands for: its own reason where that is a DataPyError, else `cancelled`. */
export function abortError(signal: AbortSignal): DataPyError {
  const reason: unknown = signal.reason
  return isDataPyError(reason) ? reason : dataError('cancelled', 'the run was stopped', {cause: reason})
}
