/** From where to where a piece of text goes, in UTF-16 units; `end` is the first that is not part of it. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A value in a JSON text: where it and its key stand, and what is in it. */
export interface JsonNode {
  readonly key?: Span
  value: Span
  readonly children: Map<number | string, JsonNode>
}

export interface RepeatedKey {
  readonly path: readonly (number | string)[]
  readonly span: Span
}

export type JsonScan =
  | {readonly ok: true; readonly root: JsonNode; readonly repeated: readonly RepeatedKey[]}
  | {readonly ok: false; readonly offset: number; readonly reason: string}

interface Open {
  readonly node: JsonNode
  readonly name: number | string | undefined
  readonly closer: ']' | '}'
}

/**
 * What JSON.parse does not tell: where each value stands, which keys are there twice, and where the first fault is.
 * One pass without recursion, so that depth and size cost no more than their length (grammar: RFC 8259).
 */
export function scanJson(text: string): JsonScan {
  const repeated: RepeatedKey[] = []
  const open: Open[] = []
  const root: JsonNode = {value: {start: 0, end: text.length}, children: new Map()}
  let slot = root
  let slotName: number | string | undefined
  let at = skipSpace(text, 0)

  const fault = (expected: string): JsonScan => ({
    ok: false,
    offset: at,
    reason: `expected ${expected}, found ${found(text, at)}`,
  })
  /** Makes the place for the next value of an object or a list; false at a fault. */
  const openSlot = (): boolean => {
    const parent = open.at(-1)
    if (parent === undefined) return false
    slotName = parent.node.children.size
    slot = {value: {start: at, end: at}, children: new Map()}
    if (parent.closer === '}') {
      const end = endOfString(text, at)
      if (end === undefined) return false
      const span = {start: at, end}
      slotName = JSON.parse(text.slice(at, end)) as string // a JSON string gives a string
      if (parent.node.children.has(slotName)) repeated.push({path: [...namesOf(open), slotName], span})
      slot = {...slot, key: span}
      at = skipSpace(text, end)
      if (text[at] !== ':') return false
      at = skipSpace(text, at + 1)
    }
    parent.node.children.set(slotName, slot)
    return true
  }

  for (;;) {
    const char = text[at]
    slot.value = {start: at, end: at}
    if (char === '{' || char === '[') {
      open.push({node: slot, name: slotName, closer: char === '{' ? '}' : ']'})
      at = skipSpace(text, at + 1)
      if (text[at] !== open.at(-1)?.closer) {
        if (openSlot()) continue
        return fault(char === '{' ? 'a key in double quotes, and ":" behind it' : 'a value')
      }
    } else {
      const end = endOfScalar(text, at)
      if (end === undefined) return fault('a value')
      slot.value = {start: at, end}
      at = skipSpace(text, end)
    }
    for (;;) {
      const parent = open.at(-1)
      if (parent === undefined) return at === text.length ? {ok: true, root, repeated} : fault('nothing more')
      if (text[at] === ',') break
      if (text[at] !== parent.closer) return fault(`"," or "${parent.closer}"`)
      parent.node.value = {start: parent.node.value.start, end: at + 1}
      open.pop()
      at = skipSpace(text, at + 1)
    }
    at = skipSpace(text, at + 1)
    if (!openSlot()) return fault('a key in double quotes, and ":" behind it')
  }
}

function namesOf(open: readonly Open[]): (number | string)[] {
  return open.flatMap(({name}) => (name === undefined ? [] : [name]))
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at++
  return at
}

const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y

function endOfScalar(text: string, at: number): number | undefined {
  if (text[at] === '"') return endOfString(text, at)
  scalar.lastIndex = at
  return scalar.test(text) ? scalar.lastIndex : undefined
}

const escapes = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

function endOfString(text: string, start: number): number | undefined {
  if (text[start] !== '"') return undefined
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at]
    if (char === '"') return at + 1
    if (char === undefined || char < ' ') return undefined
    if (char === '\\') {
      escapes.lastIndex = at
      if (!escapes.test(text)) return undefined
      at = escapes.lastIndex - 1
    }
  }
  return undefined
}

function found(text: string, at: number): string {
  const char = text[at]
  if (char === undefined) return 'the end of the file'
  return char === '"' ? 'text that does not end on its line' : JSON.stringify(text.slice(at, at + 20).split('\n')[0])
}
