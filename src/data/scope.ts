import {AsyncLocalStorage} from 'node:async_hooks'

/** What one mod does with the data of a run that others use at the same time: its queries end with it, and are counted apart. */
export interface Scope {
  /** Aborted to end its queries; theirs alone. */
  readonly signal: AbortSignal
  /** Rows that were fetched, and appended, from JavaScript. */
  readonly moved: {fetched: number; appended: number}
}

const scopes = new AsyncLocalStorage<Scope | undefined>()

export function newScope(signal: AbortSignal): Scope {
  return {signal, moved: {fetched: 0, appended: 0}}
}

/** Does some work whose queries, however deep, are those of this scope. */
export function withinScope<T>(scope: Scope, work: () => T): T {
  return scopes.run(scope, work)
}

/** Counts rows that the code which asks has put in. */
export function countAppended(rows: number): void {
  const scope = scopes.getStore()
  if (scope !== undefined) scope.moved.appended += rows
}

/** Does some work that is nobody's: what many wait for must not end with one of them. */
export function outsideScopes<T>(work: () => T): T {
  return scopes.run(undefined, work)
}

/** The scope of the code that asks; undefined outside of any. */
export function currentScope(): Scope | undefined {
  return scopes.getStore()
}
