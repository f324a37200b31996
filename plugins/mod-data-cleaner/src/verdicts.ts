import type {DataSession, Tally} from 'datapy/mod'
import {chosen, type CleanedColumn} from './columns.js'
import type {Fillers} from './fill.js'
import type {Params} from './params.js'
import {balanced, isMissing} from './stage.js'

/** Why a row does not go on, in the order in which it is asked. */
export type Reason = 'duplicate' | 'empty' | 'missing' | 'rejected'

/** A reason that may hold, and SQL over a stage that is true where it does. */
export interface Verdict {
  readonly reason: Reason
  readonly condition: string
}

/**
 * The reasons that the parameters give for leaving a row out, all but that it repeats an earlier one; and that something is
 * missing only once it is known what is filled in.
 */
export function verdictsOf(params: Params, columns: readonly CleanedColumn[], fillers: Fillers | undefined): readonly Verdict[] {
  const demanded = fillers === undefined ? [] : chosen(params.drop_missing, columns).filter(({id}) => !fillers.values.has(id))
  return [
    ...(params.drop_empty_rows ? [{reason: 'empty', condition: 'empty'} as const] : []),
    ...(params.on_cast_error === 'reject' ? [{reason: 'rejected', condition: isUncast} as const] : []),
    ...(demanded.length === 0 ? [] : [{reason: 'missing', condition: balanced(demanded.map(isMissing), 'OR')} as const]),
  ]
}

/** SQL that is true where a value of a row of a stage could not be cast. */
export const isUncast = 'failed IS NOT NULL'

/** SQL that is true where none of the verdicts holds. */
export function isKept(verdicts: readonly Verdict[]): string {
  return verdicts.length === 0 ? 'true' : verdicts.map(({condition}) => `NOT (${condition})`).join(' AND ')
}

/** A verdict whose rows are counted while they are left out. */
export interface CountedVerdict extends Verdict {
  readonly tally: Tally
}

export async function counted(verdicts: readonly Verdict[], session: DataSession): Promise<readonly CountedVerdict[]> {
  const all: CountedVerdict[] = []
  for (const verdict of verdicts) all.push({...verdict, tally: await session.tally()})
  return all
}

/** SQL that is true where a row goes on; counts the others, each for the first reason that holds. */
export function keptAndCounted(verdicts: readonly CountedVerdict[]): string {
  const dropped = verdicts.map(({condition, tally}) => `WHEN ${tally.when(condition)} THEN false`)
  return dropped.length === 0 ? 'true' : `CASE ${dropped.join('\n  ')} ELSE true END`
}
