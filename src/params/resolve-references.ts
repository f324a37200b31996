import {didYouMean} from '../errors/nearest.js'
import {problem} from '../errors/problem.js'
import type {JsonValue} from '../model/json.js'
import type {Place, Problem} from '../model/problem.js'
import {failed, follow, outputValue, runValue, type Outcome, type ReferenceScope} from './reference-scope.js'
import {isTemplate, parseTemplate, type ReferencePart, type TemplatePart} from './parse-template.js'
import {containsPending, isPlain, PendingValue} from './pending-value.js'

export interface Resolved {
  readonly value: unknown
  readonly problems: readonly Problem[]
}

type Locate = (path: readonly (number | string)[]) => Place | undefined

export type {OutputLookup, ReferenceScope} from './reference-scope.js'

/**
 * A value with every reference in it resolved. One that is a whole text keeps the type of what it stands for, a live
 * table included; inside a text it becomes text. What cannot be resolved is undefined, with a problem.
 */
export function resolveReferences(value: JsonValue, scope: ReferenceScope, locate: Locate): Resolved {
  const problems: Problem[] = []
  return {value: new Resolution(scope, problems).value(value, [], locate, []), problems}
}

class Resolution {
  constructor(
    private readonly scope: ReferenceScope,
    private readonly problems: Problem[],
  ) {}

  /** `within` names the globals that are being resolved, outermost first: one that comes again is a circle. */
  value(value: unknown, path: readonly (number | string)[], locate: Locate, within: readonly string[]): unknown {
    if (typeof value === 'string') return isTemplate(value) ? this.text(value, locate(path), within) : value
    if (Array.isArray(value)) return value.map((item, index) => this.value(item, [...path, index], locate, within))
    if (!isPlain(value)) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [key, this.value(entry, [...path, key], locate, within)]),
    )
  }

  private text(text: string, at: Place | undefined, within: readonly string[]): unknown {
    const parsed = parseTemplate(text)
    if (!parsed.ok) {
      this.problems.push(...parsed.problems.map((one) => (at === undefined ? one : {...one, at})))
      return undefined
    }
    return this.parts(parsed.value, within, (part) => placeIn(text, part, at))
  }

  private parts(
    parts: readonly TemplatePart[],
    within: readonly string[],
    placeOf: (part: ReferencePart) => Place | undefined,
  ): unknown {
    const [only, second] = parts
    if (only !== undefined && second === undefined)
      return only.kind === 'text' ? only.text : this.reference(only, within, placeOf)
    let text = ''
    for (const part of parts) {
      if (part.kind === 'text') {
        text += part.text
        continue
      }
      const value = this.reference(part, within, placeOf)
      if (containsPending(value)) return new PendingValue(part.source)
      if (typeof value === 'object' && value !== null && !Array.isArray(value) && !isPlain(value)) {
        this.problems.push(
          problem('bad_reference', `${part.source} is a table, which cannot stand inside a text`, {
            at: placeOf(part),
            hint: 'let it stand alone',
          }),
        )
        return undefined
      }
      text += textOf(value)
    }
    return text
  }

  private reference(
    part: ReferencePart,
    within: readonly string[],
    placeOf: (part: ReferencePart) => Place | undefined,
  ): unknown {
    const at = placeOf(part)
    const outcome = this.lookup(part, within, at)
    const empty = outcome.ok && (outcome.value === undefined || outcome.value === null || outcome.value === '')
    if (outcome.ok && !empty) return outcome.value
    // A fallback's own places lie inside the reference: told at the reference.
    if (part.fallback !== undefined) return this.parts(part.fallback, within, () => at)
    if (part.demand !== undefined) {
      this.problems.push(problem('demanded_reference', part.demand === '' ? `${part.source} has no value` : part.demand, {at}))
      return undefined
    }
    if (outcome.ok) return outcome.value
    this.problems.push(at === undefined ? outcome.problem : {...outcome.problem, at})
    return undefined
  }

  private lookup({target, source}: ReferencePart, within: readonly string[], at: Place | undefined): Outcome {
    const {scope} = this
    if (target.kind === 'env') {
      const value = scope.env(target.name)
      return value === undefined
        ? failed(
            'missing_variable',
            `the environment has no variable ${target.name}`,
            `set it, or write \${env:${target.name}:-default}`,
          )
        : {ok: true, value}
    }
    if (target.kind === 'secret') {
      const secret = scope.secret(target.source, target.name)
      return secret.ok ? secret : failed('missing_secret', `${source}: ${secret.reason}`)
    }
    const [name = '', ...rest] = target.path
    if (name === 'run') return runValue(scope.run, rest, source)
    const isMod = scope.modNames.includes(name)
    if (scope.globals.has(name)) {
      return isMod
        ? failed('ambiguous_reference', `${source}: "${name}" is both a global and a mod`, 'rename one of them')
        : this.global(name, rest, within, source, at)
    }
    return isMod
      ? outputValue(name, rest, source, scope)
      : failed(
          'unknown_reference',
          `${source}: there is no global and no mod "${name}"`,
          didYouMean(name, [...scope.globals.keys(), ...scope.modNames]),
        )
  }

  private global(
    name: string,
    rest: readonly string[],
    within: readonly string[],
    source: string,
    at: Place | undefined,
  ): Outcome {
    const start = within.indexOf(name)
    if (start >= 0)
      return failed('circular_reference', `the globals stand for each other: ${[...within.slice(start), name].join(' -> ')}`)
    const global = this.scope.globals.get(name)
    const before = this.problems.length
    const value = this.value(global?.value ?? null, [], () => global?.at ?? at, [...within, name])
    // What is wrong inside of the global was told at its own place.
    if (this.problems.length > before) return {ok: true, value: new PendingValue(source)}
    return follow(value, rest, name, source)
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** The place of one reference in a text, when the text stands in its file as it is, bare or between plain quotes. */
function placeIn(text: string, {offset, source}: ReferencePart, at: Place | undefined): Place | undefined {
  if (at?.column === undefined || at.length === undefined) return at
  const quotes = (at.length - text.length) / 2
  return quotes === 0 || quotes === 1 ? {...at, column: at.column + quotes + offset, length: source.length} : at
}
