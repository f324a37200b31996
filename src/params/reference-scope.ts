import type {ProblemCode} from '../errors/catalogue.js'
import {didYouMean} from '../errors/nearest.js'
import {problem} from '../errors/problem.js'
import type {JsonValue} from '../model/json.js'
import type {Place, Problem} from '../model/problem.js'
import {isPlain, PendingValue} from './pending-value.js'

/** What an output of an earlier mod is: there, yet to come, or not to be had. */
export type OutputLookup =
  | {
      readonly found: 'missing'
      readonly reason: string
      readonly known?: readonly string[]
      /** The mod has run. */ readonly late?: boolean
    }
  | {readonly found: 'no_such_mod'}
  | {readonly found: 'pending'}
  | {readonly found: 'value'; readonly value: unknown}

/** Everything that a reference can stand for. */
export interface ReferenceScope {
  readonly globals: ReadonlyMap<string, {readonly value: JsonValue; readonly at?: Place}>
  readonly run: {readonly id: string; readonly date: string}
  env(name: string): string | undefined
  secret(
    source: 'env' | 'file',
    name: string,
  ): {readonly ok: false; readonly reason: string} | {readonly ok: true; readonly value: string}
  output(modName: string, path: readonly string[]): OutputLookup
  readonly modNames: readonly string[]
}

/** What looking up a reference came to. */
export type Outcome = {readonly ok: true; readonly value: unknown} | {readonly ok: false; readonly problem: Problem}

/** What lies inside of a value at the end of a path. */
export function follow(value: unknown, rest: readonly string[], name: string, source: string): Outcome {
  const [key, ...deeper] = rest
  if (key === undefined) return {ok: true, value}
  const held = isPlain(value) || Array.isArray(value) ? (value as Record<string, unknown>) : {}
  if (Object.hasOwn(held, key)) return follow(held[key], deeper, `${name}.${key}`, source)
  return failed('unknown_reference', `${source}: "${name}" has nothing named "${key}"`, didYouMean(key, Object.keys(held)))
}

/** What `run.id` and `run.date` stand for. */
export function runValue(run: ReferenceScope['run'], rest: readonly string[], source: string): Outcome {
  const [key] = rest
  if (rest.length === 1 && (key === 'id' || key === 'date')) return {ok: true, value: run[key]}
  return failed('unknown_reference', `${source}: a run has id and date only`, 'write ${run.id} or ${run.date}')
}

/** What an output of an earlier mod stands for. */
export function outputValue(name: string, rest: readonly string[], source: string, scope: ReferenceScope): Outcome {
  if (rest.length === 0)
    return failed(
      'unknown_reference',
      `${source} names a mod, not an output of it`,
      `write \${${name}.data}, \${${name}.globals.…} or \${${name}.metrics.…}`,
    )
  const output = scope.output(name, rest)
  if (output.found === 'value') return {ok: true, value: output.value}
  if (output.found === 'pending') return {ok: true, value: new PendingValue(source)}
  if (output.found === 'no_such_mod')
    return failed('unknown_reference', `${source}: there is no mod "${name}"`, didYouMean(name, scope.modNames))
  const known = output.known ?? []
  const hint = didYouMean(rest.at(-1) ?? '', known) ?? (known.length > 0 ? `it has ${known.join(', ')}` : undefined)
  return failed(output.late === true ? 'missing_output' : 'unknown_reference', `${source}: ${output.reason}`, hint)
}

/** A look-up that found nothing, and the problem that says so. */
export function failed(code: ProblemCode, message: string, hint?: string): Outcome {
  return {ok: false, problem: problem(code, message, {hint})}
}
