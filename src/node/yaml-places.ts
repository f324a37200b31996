import {isAlias, isMap, isScalar, isSeq, type Document, type Node, type YAMLMap} from 'yaml'
import type {Place} from '../model/problem.js'
import type {SourceDocument} from '../model/source-document.js'
import type {AliasTargets} from './yaml-aliases.js'
import type {PlaceOf} from './yaml-syntax.js'

interface Entry {
  readonly key: Node | undefined
  readonly value: Node | undefined
}

/** Answers where the key, or the value, at a path stands; for a path that is not there, where its nearest ancestor does. */
export function placesOf(document: Document, targets: AliasTargets, place: PlaceOf): SourceDocument['at'] {
  const entriesOf = entryFinder()
  const childOf = (node: Node | undefined, step: number | string): Entry | undefined => {
    const held = isAlias(node) ? targets.get(node) : node
    if (isMap(held)) return entriesOf(held).get(String(step))
    const item = isSeq(held) ? asNode(held.items[Number(step)]) : undefined
    return item && {key: item, value: item}
  }
  return (path, part = 'key') => {
    let found: Entry = {key: undefined, value: asNode(document.contents)}
    for (const step of path) {
      const next = childOf(found.value, step)
      if (next === undefined) break
      found = next
    }
    const node = part === 'value' ? (found.value ?? found.key) : (found.key ?? found.value)
    return node === undefined ? place(0) : placeOfNode(node, place)
  }
}

/** The entries of a map by name, looked through once for each map: a job may have thousands. */
function entryFinder(): (map: YAMLMap) => ReadonlyMap<string, Entry> {
  const known = new WeakMap<YAMLMap, ReadonlyMap<string, Entry>>()
  return (map) => {
    const before = known.get(map)
    if (before !== undefined) return before
    const entries = new Map<string, Entry>()
    for (const {key, value} of map.items) {
      const name = keyName(key)
      if (name !== undefined && !entries.has(name)) entries.set(name, {key: asNode(key), value: asNode(value)})
    }
    known.set(map, entries)
    return entries
  }
}

/** The name that a key stands for, as it is written: `007` and `1.10` keep their zeros. Undefined: it is no single value. */
export function keyName(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value))
}

/** Where a node starts, and how long it is when it ends in the same line. */
export function placeOfNode(node: Node, place: PlaceOf): Place {
  const [start, end] = node.range ?? [0, 0]
  const at = place(start)
  return end > start && place(end).line === at.line ? place(start, end - start) : at
}

function asNode(value: unknown): Node | undefined {
  // What a parsed document holds is a node or nothing.
  return value === null || value === undefined ? undefined : (value as Node)
}
