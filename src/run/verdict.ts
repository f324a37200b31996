import type {Category} from '../model/registry.js'
import type {FileIdentity, Fingerprint, StepEnded} from '../model/run-record.js'
import {differenceOf} from './fingerprint.js'
import type {EarlierStep, JobWorld} from './job-world.js'

/** Whether a step is to be run, and why; or what it came to before, which still holds. */
export type Verdict =
  | {readonly run: true; readonly reason: string; readonly isFirst: boolean}
  | {readonly run: false; readonly reason: string; readonly ended: StepEnded; readonly from: string | undefined}

export interface Evidence {
  readonly category: Category
  readonly earlier: EarlierStep | undefined
  readonly fingerprint: Fingerprint
  /** The job says `_always_run`, or the operator asked for this step by name. */
  readonly always: string | undefined
  /** Whether its tables are to be kept. */
  readonly keeps: boolean
  /** What it left before, as it is now: of a file that is gone, nothing. */
  readonly left: readonly FileIdentity[]
  /** What steps of this run have written. */
  readonly leftHere?: JobWorld['leftHere']
}

/** Judges by evidence alone: a step is run unless everything says that it would come to the same. */
export function verdictOf({category, earlier, fingerprint, always, keeps, left, leftHere}: Evidence): Verdict {
  const run = (reason: string, isFirst = false): Verdict => ({run: true, reason, isFirst})
  if (earlier === undefined) return run('it has not run yet', true)
  const {state, run: from} = earlier
  if (always !== undefined) return run(always)
  if (state.isOpen) return run('it was cut short before')
  const {ended} = state
  if (ended === undefined) return run('it has not run yet', true)
  if (ended.result.status === 'error') return run('it failed before')
  const difference = differenceOf(ended.fingerprint, fingerprint, from === undefined ? leftHere : undefined)
  if (difference !== undefined) return run(difference)
  if (ended.hidden !== undefined) return run('it handed on a secret, which is not written down')
  if (keeps && !ended.kept) return run('its tables are to be kept, and were not')
  const gone = missingOf(ended.left, left)
  if (gone !== undefined) return run(gone)
  const unproven = from === undefined ? undefined : unprovenBy(category, ended)
  if (unproven !== undefined) return run(unproven)
  const when = ended.at.slice(0, 19)
  return {
    run: false,
    reason: from === undefined ? `it ended at ${when}Z in this run` : `nothing has changed since the run ${from}`,
    ended,
    from,
  }
}

/** Why what a step came to in another run cannot be taken over, though nothing that can be seen has changed. */
function unprovenBy(category: Category, {fingerprint, left}: StepEnded): string | undefined {
  const {files, needs} = fingerprint
  if (category === 'sources' && files.length === 0) return 'whether what it reads has changed cannot be told'
  if (category === 'sinks' && left.length === 0) return 'whether what it wrote is still there cannot be told'
  return files.length === 0 && Object.keys(needs).length === 0 ? 'what it follows from cannot be told' : undefined
}

function missingOf(before: readonly FileIdentity[], now: readonly FileIdentity[]): string | undefined {
  const present = new Map(now.map((file) => [file.path, file]))
  for (const {path, size, modified} of before) {
    const file = present.get(path)
    if (file === undefined) return `${path}, which it left, is gone`
    if (file.size !== size || file.modified !== modified) return `${path}, which it left, has been changed`
  }
  return undefined
}
