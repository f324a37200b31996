import type {JsonValue} from '../model/json.js'

/** A bracket may hold so many levels; a text that is nested deeper is a text. */
const maxDepth = 50

const words: Readonly<Record<string, boolean | null>> = {true: true, false: false, null: null, '~': null}
const number = /^[-+]?(?:0|[1-9]\d*)(?:\.\d*)?(?:[eE][-+]?\d+)?$|^[-+]?\.\d+(?:[eE][-+]?\d+)?$/
const json = /"(?:[^"\\]|\\.)*"/y
const single = /'((?:[^']|'')*)'/y
const plainKey = /(?![-?:](?:[\s,[\]{}]|$))([^\s,[\]{}:"'#&*!|>%@`][^,[\]{}:"'#]*?)\s*:(?=[\s,\]}]|$)/y
const plain = /(?![-?:](?:[\s,[\]{}]|$))[^\s,[\]{}"'#&*!|>%@`][^,[\]{}#"']*/y

/**
 * The value of a text on the command line, as YAML would read it in one line: JSON, a number, true, false, null, a quoted
 * text, `[a, b]`, `{a: 1}`. Undefined for every other text, and for numbers that would lose digits or leading zeros.
 */
export function flowValue(text: string): JsonValue | undefined {
  const reader = new FlowReader(text)
  const value = reader.value(0)
  return reader.isAtEnd() ? value : undefined
}

/** The value of a word without quotes; the word itself where it is text. */
function scalarOf(word: string): JsonValue {
  if (Object.hasOwn(words, word)) return words[word] ?? null
  if (!number.test(word)) return word
  const value = Number(word)
  return !Number.isFinite(value) || (/^[-+]?\d+$/.test(word) && !Number.isSafeInteger(value)) ? word : value
}

class FlowReader {
  private index = 0

  constructor(private readonly text: string) {}

  isAtEnd(): boolean {
    return this.next() === undefined
  }

  /** The value that begins here; undefined when none does. */
  value(depth: number): JsonValue | undefined {
    if (depth > maxDepth) return undefined
    this.next()
    if (this.take('[')) return this.list(depth)
    if (this.take('{')) return this.map(depth)
    const quoted = this.quoted()
    if (quoted !== undefined) return quoted
    // At the top only what is no text is a value: a text needs no reading.
    const word = this.match(depth === 0 ? /.+/sy : plain)?.[0].trim()
    const value = word === undefined ? undefined : scalarOf(word)
    const isText = typeof value === 'string'
    return isText && (depth === 0 || /:\s|:$/.test(value)) ? undefined : value
  }

  private list(depth: number): JsonValue | undefined {
    const items: JsonValue[] = []
    while (!this.take(']')) {
      const value = this.value(depth + 1)
      if (value === undefined) return undefined
      items.push(value)
      if (!this.separated(']')) return undefined
    }
    return items
  }

  private map(depth: number): JsonValue | undefined {
    const entries = new Map<string, JsonValue>()
    while (!this.take('}')) {
      const key = this.key()
      if (key === undefined || key === '__proto__' || entries.has(key)) return undefined
      const value = this.next() === ',' || this.next() === '}' ? null : this.value(depth + 1)
      if (value === undefined) return undefined
      entries.set(key, value)
      if (!this.separated('}')) return undefined
    }
    return Object.fromEntries(entries)
  }

  private key(): string | undefined {
    this.next()
    const quoted = this.quoted()
    if (quoted === undefined) return this.match(plainKey)?.[1]
    return this.take(':') ? quoted : undefined
  }

  private quoted(): string | undefined {
    const inJson = this.match(json)?.[0]
    if (inJson !== undefined) return textOfJson(inJson)
    return this.match(single)?.[1]?.replaceAll("''", "'")
  }

  /** Passes over a comma; without one, the closing bracket must follow. */
  private separated(close: string): boolean {
    return this.take(',') || this.next() === close
  }

  /** The character after any space; undefined at the end. */
  private next(): string | undefined {
    this.match(/\s*/y)
    return this.text[this.index]
  }

  private take(char: string): boolean {
    const isThere = this.next() === char
    if (isThere) this.index += 1
    return isThere
  }

  private match(sticky: RegExp): RegExpExecArray | undefined {
    sticky.lastIndex = this.index
    const found = sticky.exec(this.text)
    if (found === null) return undefined
    this.index = sticky.lastIndex
    return found
  }
}

function textOfJson(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted) as string // A JSON string is a text.
  } catch {
    return undefined
  }
}
