import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { DataPyError } from "../errors/datapy-error.js";
import { dataError, isDataPyError } from "./data-errors.js";

/** A connection that is ours until `end`. */
export interface Lease {
  readonly connection: DuckDBConnection;
  end(): void;
}

/** The connections of one instance: each query and each open result has one of its own, since a new query ends an open result. */
export interface Connections {
  take(): Promise<Lease>;
  throwIfAborted(): void;
  /** Stops every query that runs now. */
  interrupt(): void;
  /** Stops every query, waits until it has ended, and refuses new ones. */
  close(): Promise<void>;
}

const retryInterruptMs = 20;

export function connectionsOf(
  instance: DuckDBInstance,
  signal: AbortSignal | undefined,
): Connections {
  const idle: DuckDBConnection[] = [];
  const busy = new Set<DuckDBConnection>();
  let closed = false;
  let onIdle: (() => void) | undefined;

  const interrupt = () => {
    for (const connection of busy) connection.interrupt();
  };
  // An interrupt that comes before a query has really begun is lost, so it is repeated until nothing runs.
  const interruptUntilIdle = () => {
    interrupt();
    if (busy.size > 0) setTimeout(interruptUntilIdle, retryInterruptMs).unref();
  };
  signal?.addEventListener("abort", interruptUntilIdle, { once: true });

  const throwIfAborted = () => {
    if (signal?.aborted) throw abortError(signal);
    if (closed)
      throw dataError(
        "engine_closed",
        "the run has ended, and its data with it",
        { hint: "read a Dataset before the run ends" },
      );
  };

  return {
    interrupt,
    throwIfAborted,
    async take() {
      throwIfAborted();
      const connection = idle.pop() ?? (await instance.connect());
      busy.add(connection);
      return {
        connection,
        end: () => {
          if (!busy.delete(connection)) return;
          if (closed) connection.disconnectSync();
          else idle.push(connection);
          if (busy.size === 0) onIdle?.();
        },
      };
    },
    async close() {
      closed = true;
      signal?.removeEventListener("abort", interruptUntilIdle);
      for (const connection of idle.splice(0)) connection.disconnectSync();
      if (busy.size === 0) return;
      interruptUntilIdle();
      // An open result whose reader went away never ends by itself.
      await Promise.race([
        new Promise<void>((resolve) => (onIdle = resolve)),
        new Promise((resolve) => setTimeout(resolve, 2000).unref()),
      ]);
    },
  };
}

/** What an aborted signal stands for: its own reason where that is a DataPyError, else `cancelled`. */
export function abortError(signal: AbortSignal): DataPyError {
  const reason: unknown = signal.reason;
  return isDataPyError(reason)
    ? reason
    : dataError("cancelled", "the run was stopped", { cause: reason });
}
