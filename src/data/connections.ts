import {DuckDBDataChunk, type DuckDBConnection, type DuckDBInstance} from '@duckdb/node-api'
import {dataError} from './data-errors.js'
import type {DatabaseOptions} from './database-options.js'
import {currentScope, type Scope} from './scope.js'
import {isOutOfMemory} from './sql-error.js'
import {onAbortOf} from './stops.js'

/** A connection that is ours until `end`. */
export interface Lease {
  /**
   * Does something with the connection; while it lasts, an interrupt reaches it. Refused once a signal is aborted. The first
   * that a lease does is done once more where memory did not suffice.
   */
  use<T>(work: Work<T>): Promise<T>
  end(): void
}

type Work<T> = (connection: DuckDBConnection) => Promise<T>

/** The connections of one instance: each query and each open result has one of its own, since a new query ends an open result. */
export interface Connections {
  take(): Promise<Lease>
  throwIfAborted(): void
  /** Stops every query that runs now. */
  interrupt(): void
  /**
   * How much is done of a query of this scope, or of any, that has run for a while, from 0 to 1; undefined where none has, or
   * the engine cannot tell.
   */
  share(scope?: Scope): number | undefined
  /** Stops every query, waits until it has ended, and refuses new ones. */
  close(): Promise<void>
}

const repeatInterruptMs = 20
/** Of shorter queries the share would only flicker. */
const longQueryMs = 1000

/** Makes `progress` of a connection advance. */
const withProgress = 'SET enable_progress_bar = true; SET enable_progress_bar_print = false; SET progress_bar_time = 0'

export function connectionsOf(instance: DuckDBInstance, {stops, log}: Pick<DatabaseOptions, 'log' | 'stops'>): Connections {
  const all = new Set<DuckDBConnection>()
  const idle: DuckDBConnection[] = []
  const leased = new Map<DuckDBConnection, {readonly since: number; readonly scope: Scope | undefined}>()
  const working = new Map<DuckDBConnection, Promise<unknown>>()
  /** Set to work on the disk also where data seems to fit: DuckDB then sometimes fails for want of what it needs besides. */
  const onDisk = new Set<DuckDBConnection>()
  let closed = false

  const interrupt = () => {
    for (const connection of working.keys()) connection.interrupt()
  }
  // An interrupt that comes before a query has really begun is lost, so it is repeated until those that run now have ended.
  const end = (running: readonly (readonly [DuckDBConnection, Promise<unknown>])[]) => {
    const again = () => {
      const left = running.filter(([connection, done]) => working.get(connection) === done)
      for (const [connection] of left) connection.interrupt()
      if (left.length > 0) setTimeout(again, repeatInterruptMs).unref()
    }
    again()
  }
  const endAll = () => {
    end([...working])
  }
  const forget = stops.onAbort(endAll)

  const throwIfAborted = () => {
    stops.throwIfAborted()
    if (closed)
      throw dataError('engine_closed', 'the run has ended, and its data with it', {hint: 'read a Dataset before the run ends'})
  }
  const track = async <T>(connection: DuckDBConnection, work: Work<T>): Promise<T> => {
    throwIfAborted()
    const done = work(connection)
    working.set(connection, done)
    const scope = leased.get(connection)?.scope
    const release = onAbortOf(scope?.signal, () => {
      end([[connection, done]])
    })
    try {
      const made = await done
      if (made instanceof DuckDBDataChunk && scope !== undefined) scope.moved.fetched += made.rowCount
      return made
    } finally {
      release()
      working.delete(connection)
    }
  }
  /** Work on a fresh lease: nothing of what it does is left when it fails, so it can be done again. */
  const first = async <T>(connection: DuckDBConnection, work: Work<T>): Promise<T> => {
    try {
      return await track(connection, work)
    } catch (error) {
      if (!isOutOfMemory(error) || (await movesCounters(connection))) throw error
      log('a query did not fit into memory: it runs again, on the disk from the start')
      onDisk.add(connection)
      await connection.run('SET debug_force_external = true')
      return await track(connection, work)
    }
  }
  const connect = async () => {
    const connection = await instance.connect()
    all.add(connection)
    await connection.run(withProgress)
    return connection
  }

  return {
    interrupt,
    throwIfAborted,
    share(wanted) {
      for (const [{progress}, {since, scope}] of leased) {
        if (wanted !== undefined && scope !== wanted) continue
        if (progress.percentage >= 0 && performance.now() - since > longQueryMs) return Math.min(1, progress.percentage / 100)
      }
      return undefined
    },
    async take() {
      throwIfAborted()
      const connection = idle.pop() ?? (await connect())
      if (onDisk.delete(connection)) await connection.run('RESET debug_force_external')
      leased.set(connection, {since: performance.now(), scope: currentScope()})
      let isFresh = true
      return {
        async use(work) {
          const run = isFresh ? first : track
          isFresh = false
          return await run(connection, work)
        },
        end() {
          if (leased.delete(connection) && !closed) idle.push(connection)
        },
      }
    },
    async close() {
      closed = true
      forget()
      endAll()
      await Promise.allSettled(working.values())
      for (const connection of all) connection.disconnectSync()
    },
  }
}

/** Whether this run counts with sequences (see `newTally`): a query that moves one must not run twice. */
async function movesCounters(connection: DuckDBConnection): Promise<boolean> {
  const found = await connection.runAndReadAll('SELECT 1 FROM duckdb_sequences() LIMIT 1')
  return found.currentRowCount > 0
}
