import {isAlias, isMap, isPair, isScalar, isSeq, Scalar, type Document, type Node, type Pair} from 'yaml'
import {inShort} from '../errors/in-short.js'
import {firstProblems} from '../errors/first-problems.js'
import {problem} from '../errors/problem.js'
import type {JsonValue} from '../model/json.js'
import type {Checked, Problem} from '../model/problem.js'
import type {AliasTargets} from './yaml-aliases.js'
import {keyName, placeOfNode} from './yaml-places.js'
import type {PlaceOf} from './yaml-syntax.js'

/** Aliases may repeat what they stand for, up to so many values in all: more is a bomb. */
const maxAliased = 100_000

/** The plain value of a parsed document. Refuses what JSON cannot hold or would hold otherwise than it is written. */
export function valueOfYaml(document: Document, targets: AliasTargets, place: PlaceOf): Checked<JsonValue> {
  const conversion = new Conversion(targets, place)
  const value = conversion.value(document.contents)
  return conversion.problems.length > 0 ? {ok: false, problems: firstProblems(conversion.problems)} : {ok: true, value}
}

class Conversion {
  readonly problems: Problem[] = []
  /** The nodes that aliases stand for and that are being converted: one that comes again is a circle. */
  private readonly within = new Set<Node>()
  private aliased = 0

  constructor(
    private readonly targets: AliasTargets,
    private readonly place: PlaceOf,
  ) {}

  value(node: unknown): JsonValue {
    if (node === null || node === undefined) return null
    if (this.within.size > 0) this.aliased += 1
    if (this.aliased > maxAliased) return null
    if (isAlias(node)) return this.alias(node, this.targets.get(node))
    if (isMap(node)) return this.map(node.items)
    if (isScalar(node)) return this.scalar(node)
    if (isSeq(node) && !node.items.some(isPair)) return node.items.map((item) => this.value(item))
    return this.refuse(node as Node, 'this is neither a map, a list nor a single value')
  }

  private alias(alias: Node & {readonly source: string}, target: Node | undefined): JsonValue {
    if (target === undefined)
      return this.refuse(
        alias,
        `there is no anchor "&${inShort(alias.source)}" before`,
        'a value that starts with "*" needs quotes',
      )
    if (this.within.has(target)) return this.refuse(alias, 'this alias stands inside of what it stands for')
    this.within.add(target)
    const value = this.value(target)
    this.within.delete(target)
    if (this.within.size === 0 && this.aliased > maxAliased)
      this.refuse(alias, `the aliases of the file stand for more than ${String(maxAliased)} values`)
    return value
  }

  private scalar(node: Scalar): JsonValue {
    const {value, source = String(value), type} = node
    const shown = inShort(source)
    if (typeof value === 'bigint') {
      if (/^[-+]?0\d/.test(source))
        return this.refuse(
          node,
          `${shown} would lose its leading zeros`,
          `write "${shown}" for text, or ${inShort(String(value))}`,
        )
      const number = Number(value)
      if (Number.isSafeInteger(number)) return number
      return this.refuse(node, `${shown} has more digits than a number keeps`, `write it as text: "${shown}"`)
    }
    if (typeof value === 'number') {
      if (Number.isFinite(value)) return value
      return this.refuse(node, `${shown} is no number that JSON can hold`, `write it as text: "${shown}"`)
    }
    if (value === '' && (type === Scalar.BLOCK_LITERAL || type === Scalar.BLOCK_FOLDED)) {
      const sign = type === Scalar.BLOCK_LITERAL ? '|' : '>'
      return this.refuse(node, `"${sign}" begins a text of several lines, and none follow`, `put it in quotes: "${sign}"`)
    }
    if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
    return this.refuse(node, 'this value is of a kind that a job cannot hold', 'write it as text')
  }

  private map(pairs: readonly Pair[]): JsonValue {
    const first = new Map<string, Node>()
    const out: Record<string, JsonValue> = {}
    for (const {key, value} of pairs) {
      const node = key as Node // The key of a parsed pair is a node.
      const name = keyName(key)
      const before = name === undefined ? undefined : first.get(name)
      if (name === undefined) this.refuse(node, 'a key must be a single value')
      else if (name === '' && isScalar(key) && key.value === null) this.refuse(node, 'there is no key before the ":"')
      else if (before !== undefined) this.duplicate(name, node, before)
      else if (name === '__proto__') this.refuse(node, '"__proto__" cannot be a key')
      else if (name === '<<')
        this.refuse(node, 'merge keys ("<<") are not read', 'write the values out, or put shared ones under globals')
      else out[name] = this.value(value)
      if (name !== undefined && before === undefined) first.set(name, node)
    }
    return out
  }

  private duplicate(name: string, node: Node, before: Node): void {
    const {line, column} = placeOfNode(before, this.place)
    const hint = `the first is in line ${String(line)}, column ${String(column)}`
    this.problems.push(
      problem('yaml_duplicate_key', `"${inShort(name)}" stands here twice`, {at: placeOfNode(node, this.place), hint}),
    )
  }

  private refuse(node: Node, message: string, hint?: string): null {
    // Inside of an alias the same fault may come again and again: it is told once.
    if (this.within.size === 0 || this.problems.length === 0)
      this.problems.push(problem('yaml_refused', message, {at: placeOfNode(node, this.place), hint}))
    return null
  }
}
