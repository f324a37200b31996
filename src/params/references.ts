import type {JsonValue} from '../model/json.js'
import {isTemplate, parseTemplate, type TemplatePart} from './parse-template.js'
import {isPlain} from './pending-value.js'

/** A reference in a value, and where in the value it stands. */
export interface Reference {
  readonly path: readonly (number | string)[]
  /** As written, `${` and `}` included. */
  readonly expression: string
  readonly kind: 'env' | 'name' | 'secret'
  /** The first segment of a name; the variable or the file otherwise. */
  readonly name: string
  /** What a secret is called: `env:NAME` or `file:/path`. */
  readonly secret?: string
  readonly rest: readonly string[]
}

type Globals = ReadonlyMap<string, {readonly value: JsonValue}>

/**
 * Every reference in a value, those in fallbacks included; given the globals, also those in the globals that it refers to,
 * each global once, at the place where it is referred to. Texts that cannot be parsed have none: resolving tells of them.
 */
export function referencesIn(value: JsonValue, globals: Globals = new Map()): readonly Reference[] {
  return textsIn(value, []).flatMap(({text, path}) => inText(text, globals).map((found) => ({path, ...found})))
}

function textsIn(
  value: JsonValue,
  path: Reference['path'],
): readonly {readonly text: string; readonly path: Reference['path']}[] {
  if (typeof value === 'string') return isTemplate(value) ? [{text: value, path}] : []
  if (Array.isArray(value)) return value.flatMap((item: JsonValue, index) => textsIn(item, [...path, index]))
  return isPlain(value) ? Object.entries(value).flatMap(([key, entry]) => textsIn(entry, [...path, key])) : []
}

/** Without recursion, since a chain of globals may be longer than the stack is deep. */
function inText(text: string, globals: Globals): readonly Omit<Reference, 'path'>[] {
  const found: Omit<Reference, 'path'>[] = []
  /** The globals that were looked into: they may refer to each other, in a circle too. */
  const seen = new Set<string>()
  const open = partsOf(text).toReversed()
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    if (part.kind === 'text') continue
    const {target, source: expression, fallback = []} = part
    const [name = '', ...rest] = target.kind === 'name' ? target.path : [target.name]
    found.push({expression, kind: target.kind, name, rest, ...(target.kind === 'secret' && {secret: `${target.source}:${name}`})})
    const global = target.kind === 'name' && !seen.has(name) ? globals.get(name) : undefined
    const behind = global === undefined ? [] : textsIn(global.value, []).flatMap((inner) => partsOf(inner.text))
    if (global !== undefined) seen.add(name)
    for (const inner of [...behind, ...fallback].toReversed()) open.push(inner)
  }
  return found
}

function partsOf(text: string): readonly TemplatePart[] {
  const parsed = parseTemplate(text)
  return parsed.ok ? parsed.value : []
}
