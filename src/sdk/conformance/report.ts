/** One thing that a mod must keep, and whether it does. */
export interface Check {
  readonly check: string
  readonly status: 'failed' | 'not checked' | 'ok'
  /** What was seen: one sentence where all is well, else every fault. */
  readonly found: readonly string[]
  /** What to do where it is not well. */
  readonly fix?: string
}

/** What the conformance kit found out about a mod. */
export interface Conformance {
  readonly type: string
  readonly version: string
  readonly folder: string
  readonly checks: readonly Check[]
}

/** A check that is kept, unless there are faults. */
export function judged(check: string, faults: readonly string[], {ok, fix}: {readonly ok: string; readonly fix: string}): Check {
  return faults.length > 0 ? {check, status: 'failed', found: faults, fix} : {check, status: 'ok', found: [ok]}
}

export function notChecked(check: string, why: string, fix: string): Check {
  return {check, status: 'not checked', found: [why], fix}
}
