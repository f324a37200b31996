import {mostProblems} from '../errors/first-problems.js'
import {inShort} from '../errors/in-short.js'
import {problem} from '../errors/problem.js'
import type {JsonValue} from '../model/json.js'
import type {Place, Problem} from '../model/problem.js'
import {circle, follow, isGlobal, lookup, tooDeep, type Outcome, type ReferenceScope} from './reference-scope.js'
import {circleBehind} from './global-circle.js'
import {isTemplate, parseTemplate, type ReferencePart, type TemplatePart} from './parse-template.js'
import {containsPending, holdsLive, isPlain, PendingValue} from './pending-value.js'

export interface Resolved {
  readonly value: unknown
  readonly problems: readonly Problem[]
}

type Path = readonly (number | string)[]
type Locate = (path: Path) => Place | undefined
type PlaceOf = (part: ReferencePart) => Place | undefined

export type {OutputLookup, ReferenceScope} from './reference-scope.js'

/** Globals may repeat each other: what they stand for in all is bounded, in values and in characters of one text. */
const maxValues = 100_000
const maxText = 16 * 1024 * 1024
const maxDepth = 200
/** Each global behind another takes some of the stack. */
const maxGlobals = 100

/**
 * A value with every reference in it resolved. One that is a whole text keeps the type of what it stands for, a live
 * table included; inside a text it becomes text. What cannot be resolved is undefined, with a problem.
 */
export function resolveReferences(value: JsonValue, scope: ReferenceScope, locate: Locate): Resolved {
  const resolution = new Resolution(scope)
  const resolved = resolution.value(value, [], locate, [])
  return {value: resolved, problems: resolution.problems}
}

class Resolution {
  readonly problems: Problem[] = []
  private readonly told = new Set<string>()
  private values = 0
  private faults = 0

  constructor(private readonly scope: ReferenceScope) {}

  /** `within` names the globals that are being resolved, outermost first: one that comes again is a circle. */
  value(value: unknown, path: Path, locate: Locate, within: readonly string[]): unknown {
    if (this.isTooMuch(path, locate, within)) return undefined
    if (typeof value === 'string') return isTemplate(value) ? this.text(value, locate(path), within) : value
    if (Array.isArray(value)) return value.map((item, index) => this.value(item, [...path, index], locate, within))
    if (!isPlain(value)) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [key, this.value(entry, [...path, key], locate, within)]),
    )
  }

  /** Tells once when globals stand for too much, and when a value from code is nested without end. */
  private isTooMuch(path: Path, locate: Locate, within: readonly string[]): boolean {
    if (path.length > maxDepth) {
      this.tell(problem('bad_reference', `nested deeper than ${String(maxDepth)} levels`), locate(path.slice(0, 1)))
      return true
    }
    if (within.length > 0) this.values += 1
    if (this.values === maxValues) {
      const message = `the globals behind "${String(within[0])}" stand for more than ${String(maxValues)} values`
      this.tell(problem('bad_reference', message), locate(path))
    }
    return this.values >= maxValues
  }

  private text(text: string, at: Place | undefined, within: readonly string[]): unknown {
    const parsed = parseTemplate(text)
    if (parsed.ok) return this.parts(parsed.value, within, (part) => placeIn(text, part, at))
    for (const one of parsed.problems) this.tell(one, at)
    return undefined
  }

  private parts(parts: readonly TemplatePart[], within: readonly string[], placeOf: PlaceOf): unknown {
    const [only, second] = parts
    if (only?.kind === 'reference' && second === undefined) return this.reference(only, within, placeOf)
    let text = ''
    let pending: PendingValue | undefined
    for (const part of parts) {
      const value = part.kind === 'text' ? part.text : this.reference(part, within, placeOf)
      if (part.kind === 'reference' && containsPending(value)) pending ??= new PendingValue(inShort(part.source), true)
      else if (part.kind === 'reference' && holdsLive(value)) {
        const message = `${inShort(part.source)} is a table, which cannot stand inside a text`
        this.tell(problem('bad_reference', message, {hint: 'let it stand alone'}), placeOf(part))
      } else text += textOf(value)
      if (text.length <= maxText || part.kind === 'text') continue
      this.tell(problem('bad_reference', `${inShort(part.source)} makes a text of more than 16 MiB`), placeOf(part))
      return undefined
    }
    return pending ?? text
  }

  private reference(part: ReferencePart, within: readonly string[], placeOf: PlaceOf): unknown {
    const at = placeOf(part)
    const outcome = this.outcomeOf(part, within, at)
    const isEmpty = outcome.ok && (outcome.value === undefined || outcome.value === null || outcome.value === '')
    if (outcome.ok && !isEmpty) return outcome.value
    if (!outcome.ok && outcome.isFault) return this.tell(outcome.problem, at)
    // A fallback's own places lie inside the reference: told at the reference.
    if (part.fallback !== undefined) return this.parts(part.fallback, within, () => at)
    if (part.demand !== undefined)
      return this.tell(
        problem('demanded_reference', part.demand === '' ? `${inShort(part.source)} has no value` : part.demand),
        at,
      )
    return outcome.ok ? outcome.value : this.tell(outcome.problem, at)
  }

  private outcomeOf({source, target}: ReferencePart, within: readonly string[], at: Place | undefined): Outcome {
    const [name = '', ...rest] = target.kind === 'name' ? target.path : []
    const global = isGlobal(name, this.scope) ? this.scope.globals.get(name) : undefined
    if (global === undefined) return lookup(target, source, this.scope)
    if (within.includes(name)) return circle([...within.slice(within.indexOf(name)), name])
    if (within.length >= maxGlobals) return this.endless(within[0] ?? name)
    const before = this.faults
    const value = this.value(global.value, [], () => global.at ?? at, [...within, name])
    // What is wrong inside of the global was told at its own place.
    return this.faults > before ? {ok: true, value: new PendingValue(source)} : follow(value, rest, name, source)
  }

  private endless(start: string): Outcome {
    const names = circleBehind(start, this.scope.globals)
    return names === undefined ? tooDeep(start, maxGlobals) : circle(names)
  }

  /** Keeps a problem, once, at its place; gives nothing, which is what a reference then stands for. */
  private tell(one: Problem, at: Place | undefined): unknown {
    this.faults += 1
    const placed = at === undefined ? one : {...one, at}
    const {line, column} = placed.at ?? {}
    const key = JSON.stringify([line, column, placed.message])
    if (!this.told.has(key) && this.told.size <= mostProblems) this.problems.push(placed)
    this.told.add(key)
    return undefined
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === undefined || value === null) return ''
  if (typeof value !== 'object') return String(value)
  return JSON.stringify(value, (_, held: unknown) => (typeof held === 'bigint' ? String(held) : held))
}

/** The place of one reference in a text, when the text stands in its file as it is, bare or between plain quotes. */
function placeIn(text: string, {offset, source}: ReferencePart, at: Place | undefined): Place | undefined {
  if (at?.column === undefined || at.length === undefined) return at
  const quotes = (at.length - text.length) / 2
  return quotes === 0 || quotes === 1 ? {...at, column: at.column + quotes + offset, length: source.length} : at
}
