import {circleText} from '../errors/circle-text.js'
import type {ProblemCode} from '../errors/catalogue.js'
import {inShort} from '../errors/in-short.js'
import {didYouMean} from '../errors/nearest.js'
import {problem} from '../errors/problem.js'
import type {JsonValue} from '../model/json.js'
import type {Place, Problem} from '../model/problem.js'
import type {Target} from './parse-template.js'
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
  | {readonly found: 'pending'; readonly isNoTable?: boolean}
  | {readonly found: 'value'; readonly value: unknown}

/** Everything that a reference can stand for. */
export interface ReferenceScope {
  readonly globals: ReadonlyMap<string, {readonly value: JsonValue; readonly at?: Place | undefined}>
  readonly run: {readonly id: string; readonly date: string}
  env(name: string): string | undefined
  secret(
    source: 'env' | 'file',
    name: string,
  ): {readonly ok: false; readonly reason: string} | {readonly ok: true; readonly value: string}
  output(modName: string, path: readonly string[]): OutputLookup
  readonly modNames: ReadonlySet<string>
}

/**
 * What looking up a reference came to. A fault is wrong however it is written; whatever else is not there, a fallback may
 * stand for.
 */
export type Outcome =
  {readonly ok: false; readonly problem: Problem; readonly isFault?: boolean} | {readonly ok: true; readonly value: unknown}

/** Of longer lists the first of the names are told. */
const mostListed = 20

/** Whether a name means a global and nothing else. */
export function isGlobal(name: string, {globals, modNames}: ReferenceScope): boolean {
  return name !== 'run' && globals.has(name) && !modNames.has(name)
}

/** What a reference to anything but a global stands for. */
export function lookup(target: Target, written: string, scope: ReferenceScope): Outcome {
  const source = inShort(written)
  if (target.kind === 'env') return variableValue(target.name, scope)
  if (target.kind === 'secret') {
    const secret = scope.secret(target.source, target.name)
    return secret.ok ? secret : failed('missing_secret', `${source}: ${secret.reason}`)
  }
  const [name = '', ...rest] = target.path
  if (name === 'run') return runValue(scope.run, rest, source)
  if (!scope.modNames.has(name)) return unknownName(name, rest, source, scope)
  if (!scope.globals.has(name)) return outputValue(name, rest, source, scope)
  const message = `${source}: "${name}" is both a global and a mod`
  return {ok: false, problem: problem('ambiguous_reference', message, {hint: 'rename one of them'}), isFault: true}
}

/** What lies inside of a value at the end of a path. */
export function follow(value: unknown, rest: readonly string[], name: string, source: string): Outcome {
  const [key, ...deeper] = rest
  // What lies inside of a value that is yet to come, nobody can say.
  if (key === undefined || value instanceof PendingValue) return {ok: true, value}
  const held = new Map(Object.entries(Array.isArray(value) || isPlain(value) ? value : {}))
  if (held.has(key)) return follow(held.get(key), deeper, `${name}.${key}`, source)
  const known = [...held.keys()]
  const message = `${inShort(source)}: "${inShort(name)}" has nothing named "${inShort(key)}"`
  return failed('unknown_reference', message, didYouMean(key, known) ?? listOf('it has', known.slice(0, mostListed)))
}

/** Globals that stand for each other. */
export function circle(names: readonly string[]): Outcome {
  const message = `the globals stand for each other: ${circleText(names)}`
  return {ok: false, problem: problem('circular_reference', message), isFault: true}
}

function variableValue(name: string, {env}: ReferenceScope): Outcome {
  const value = env(name)
  if (value !== undefined) return {ok: true, value}
  return failed('missing_variable', `the environment has no variable ${name}`, `set it, or write \${env:${name}:-default}`)
}

/** What `run.id` and `run.date` stand for. */
function runValue(run: ReferenceScope['run'], rest: readonly string[], source: string): Outcome {
  const [key] = rest
  if (rest.length === 1 && (key === 'id' || key === 'date')) return {ok: true, value: run[key]}
  return failed('unknown_reference', `${source}: a run has id and date only`, 'write ${run.id} or ${run.date}')
}

/** Globals that stand for each other without a circle, but for longer than anybody follows. */
export function tooDeep(name: string, levels: number): Outcome {
  const message = `the globals behind "${inShort(name)}" refer to each other more than ${String(levels)} levels deep`
  return {ok: false, problem: problem('bad_reference', message), isFault: true}
}

/** What an output of an earlier mod stands for. */
function outputValue(name: string, rest: readonly string[], source: string, scope: ReferenceScope): Outcome {
  if (rest.length === 0)
    return failed(
      'unknown_reference',
      `${source} names a mod, not an output of it`,
      `write \${${name}.data}, \${${name}.globals.…} or \${${name}.metrics.…}`,
    )
  const output = scope.output(name, rest)
  if (output.found === 'value') return {ok: true, value: output.value}
  if (output.found === 'pending') return {ok: true, value: new PendingValue(source, output.isNoTable)}
  if (output.found === 'no_such_mod')
    return failed('unknown_reference', `${source}: there is no mod "${name}"`, didYouMean(name, [...scope.modNames]))
  const known = output.known ?? []
  const hint = didYouMean(rest.at(-1) ?? '', known) ?? listOf('it has', known.slice(0, mostListed))
  return failed(output.late === true ? 'missing_output' : 'unknown_reference', `${source}: ${output.reason}`, hint)
}

function unknownName(name: string, rest: readonly string[], source: string, {globals, modNames}: ReferenceScope): Outcome {
  const known = [...globals.keys(), ...modNames]
  const meant = rest.join('.')
  const hint =
    name === 'globals' && meant !== ''
      ? `write \${${meant}}`
      : (name === 'env' || name === 'secret') && meant !== ''
        ? `write \${${[name, ...rest].join(':')}}`
        : (didYouMean(name, known) ?? listOf('there are', known.slice(0, mostListed)))
  return failed('unknown_reference', `${source}: there is no global and no mod "${inShort(name)}"`, hint)
}

function listOf(start: string, names: readonly string[]): string | undefined {
  return names.length > 0 ? `${start} ${names.join(', ')}` : undefined
}

function failed(code: ProblemCode, message: string, hint?: string): Outcome {
  return {ok: false, problem: problem(code, message, {hint})}
}
