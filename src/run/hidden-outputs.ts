import {own} from '../model/own.js'
import {holdsLive} from '../params/pending-value.js'
import type {Result} from '../model/result.js'
import type {StepEnded} from '../model/run-record.js'
import type {JobWorld} from './job-world.js'
import type {ModOutcome} from './run-mod.js'

const parts = ['metrics', 'globals', 'artifacts'] as const

/**
 * What a step hands on that holds a secret, as `globals.token`: nobody can go on from what is written down of it, where
 * the secret is hidden. Undefined where nothing does.
 */
function hiddenOutputs({result, references}: ModOutcome, {redact}: Pick<JobWorld, 'redact'>): readonly string[] | undefined {
  const hidden = parts.flatMap((part) =>
    Object.entries(result[part]).flatMap(([name, value]) => {
      const told = part === 'artifacts' ? (own(references, name) ?? (holdsLive(value) ? null : value)) : value
      const one = {[name]: told}
      const shown = redact(one)
      return shown === one || JSON.stringify(shown) === JSON.stringify(one) ? [] : [`${part}.${Object.keys(shown)[0] ?? name}`]
    }),
  )
  return hidden.length === 0 ? undefined : hidden
}

/** What the journal says of an outcome, and what it does not. */
export function writtenDown(outcome: ModOutcome, world: JobWorld): Pick<StepEnded, 'hidden' | 'result'> {
  const hidden = hiddenOutputs(outcome, world)
  return {result: world.document(outcome), ...(hidden !== undefined && {hidden})}
}

/** A result as it is written down, less what is only there as `***`. */
export function withoutHidden(result: Result, hidden: readonly string[] = []): Result {
  if (hidden.length === 0) return result
  const left = (part: (typeof parts)[number]) =>
    Object.fromEntries(Object.entries(result[part]).filter(([name]) => !hidden.includes(`${part}.${name}`)))
  return {...result, metrics: left('metrics'), globals: left('globals'), artifacts: left('artifacts')} as Result // of the same status
}
