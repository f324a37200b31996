import type {JsonValue} from '../model/json.js'
import {isTemplate, parseTemplate, type TemplatePart} from './parse-template.js'
import {isPlain} from './pending-value.js'

/** A reference in a value, and where in the value it stands. */
export interface Reference {
  readonly path: readonly (number | string)[]
  /** As written, `${` and `}` included. */
  readonly expression: string
  readonly kind: 'env' | 'name' | 'secret'
  /** The first segment of a name; the variable or the source otherwise. */
  readonly name: string
  readonly rest: readonly string[]
}

/** Every reference in a value, those in fallbacks included. Texts that cannot be parsed have none: resolving tells of them. */
export function referencesIn(value: JsonValue, path: readonly (number | string)[] = []): readonly Reference[] {
  if (typeof value === 'string') return isTemplate(value) ? inText(value, path) : []
  if (Array.isArray(value)) return value.flatMap((item: JsonValue, index) => referencesIn(item, [...path, index]))
  if (isPlain(value)) return Object.entries(value).flatMap(([key, entry]) => referencesIn(entry, [...path, key]))
  return []
}

function inText(text: string, path: Reference['path']): readonly Reference[] {
  const parsed = parseTemplate(text)
  return parsed.ok ? inParts(parsed.value, path) : []
}

function inParts(parts: readonly TemplatePart[], path: Reference['path']): readonly Reference[] {
  return parts.flatMap((part) => {
    if (part.kind === 'text') return []
    const {target} = part
    const [name, ...rest] = target.kind === 'name' ? target.path : [target.name]
    return [{path, expression: part.source, kind: target.kind, name: name ?? '', rest}, ...inParts(part.fallback ?? [], path)]
  })
}
