import {isAlias, isMap, isScalar, isSeq, type Document, type Node, type Pair} from 'yaml'
import {didYouMean} from '../errors/nearest.js'
import {problem} from '../errors/problem.js'
import type {JsonValue} from '../model/json.js'
import type {Checked, Place, Problem} from '../model/problem.js'

type PlaceOf = (offset: number, length?: number) => Place

/** Aliases may repeat what they stand for, up to so many values in all: more is a bomb. */
const maxValues = 1_000_000
const maxDepth = 200

/** The plain value of a parsed document. Refuses keys that come twice, keys that are no text, and integers that lose digits. */
export function valueOfYaml(document: Document, place: PlaceOf): Checked<JsonValue> {
  const problems: Problem[] = []
  const convert = converter(document, place, problems)
  const value = convert(document.contents, 0)
  return problems.length > 0 ? {ok: false, problems} : {ok: true, value}
}

function converter(document: Document, place: PlaceOf, problems: Problem[]): (node: unknown, depth: number) => JsonValue {
  const seen = {values: 0}
  const refuse = (node: Node, message: string, hint?: string) => {
    problems.push(problem('yaml_refused', message, {at: placeOfNode(node, place), hint}))
    return null
  }

  const convert = (node: unknown, depth: number): JsonValue => {
    seen.values += 1
    if (node === null || node === undefined) return null
    if (seen.values > maxValues) {
      if (seen.values === maxValues + 1)
        refuse(node as Node, `the aliases of the file stand for more than ${String(maxValues)} values`)
      return null
    }
    if (depth > maxDepth) return refuse(node as Node, `nested deeper than ${String(maxDepth)} levels`)
    if (isAlias(node)) {
      const target = node.resolve(document)
      return target === undefined ? refuse(node, `there is no anchor "${node.source}"`) : convert(target, depth + 1)
    }
    if (isSeq(node)) return node.items.map((item) => convert(item, depth + 1))
    if (isMap(node)) return mapOf(node.items, depth)
    return isScalar(node) ? scalarOf(node, node.value) : refuse(node as Node, 'this is neither a map, a list nor a single value')
  }

  const scalarOf = (node: Node, value: unknown): JsonValue => {
    if (typeof value === 'bigint') {
      if (Number.isSafeInteger(Number(value))) return Number(value)
      return refuse(node, `${String(value)} has more digits than a number keeps`, `write it as text: "${String(value)}"`)
    }
    if (typeof value === 'number' && !Number.isFinite(value))
      return refuse(node, `${String(value)} is no number that JSON can hold`)
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null) return value
    return refuse(node, 'this value is of a kind that a job cannot hold')
  }

  const mapOf = (pairs: readonly Pair[], depth: number): JsonValue => {
    const first = new Map<string, Node>()
    const out: Record<string, JsonValue> = {}
    for (const {key, value} of pairs) {
      const node = key as Node
      const name = isScalar(key) ? String(key.value) : undefined
      if (name === undefined) {
        refuse(node, 'a key must be a single value')
        continue
      }
      const before = first.get(name)
      if (before !== undefined) {
        const {line} = placeOfNode(before, place)
        problems.push(
          problem('yaml_duplicate_key', `"${name}" stands here twice`, {
            at: placeOfNode(node, place),
            hint: `the first is in line ${String(line)}`,
          }),
        )
        continue
      }
      first.set(name, node)
      if (name === '__proto__') {
        refuse(node, '"__proto__" cannot be a key', didYouMean(name, []))
        continue
      }
      if (name === '<<') {
        refuse(node, 'merge keys ("<<") are not read', 'write the values out, or put shared ones under globals')
        continue
      }
      out[name] = convert(value, depth + 1)
    }
    return out
  }
  return convert
}

/** Where a node starts, and how long it is as far as its first line goes. */
export function placeOfNode(node: Node, place: PlaceOf): Place {
  const [start, end] = node.range ?? [0, 0]
  const at = place(start)
  const {line: last} = place(end)
  return last === at.line && end > start ? place(start, end - start) : at
}
