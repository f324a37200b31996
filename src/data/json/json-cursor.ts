import {BadJson} from './bad-json.js'

/** The kinds of JSON values; `integer` has neither point nor exponent. */
export type JsonKind = 'array' | 'boolean' | 'integer' | 'null' | 'number' | 'object' | 'text'

/** So deep may a value be nested. */
const mostDepth = 500

const numberForm = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y
const escapeForm = /["\\/bfnrt]|u[0-9a-fA-F]{4}/y
const lowSurrogate = /\\u[dD][c-fC-F][0-9a-fA-F]{2}/y

/**
 * Walks through a text by the grammar of RFC 8259, without leave: what it passes over is JSON, else it throws `BadJson`. Unlike
 * JSON.parse it tells where things stand, so that a number can be taken with all of its digits.
 */
export class JsonCursor {
  at = 0

  constructor(readonly text: string) {}

  /** Passes over white space; gives the code of the character that stands there, NaN at the end. */
  peek(): number {
    for (;;) {
      const code = this.text.charCodeAt(this.at)
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return code
      this.at += 1
    }
  }

  /** Passes over one character that must be there. */
  expect(character: string, what: string): void {
    if (this.peek() !== character.charCodeAt(0)) throw this.bad(`${what} is expected`)
    this.at += 1
  }

  /** Passes over a value and tells its kind. */
  skip(depth = 0): JsonKind {
    const code = this.peek()
    if (code === 0x22) {
      this.skipText()
      return 'text'
    }
    if (code === 0x2d || (code >= 0x30 && code <= 0x39)) return this.#skipNumber()
    if (code === 0x7b) {
      this.members(() => {
        this.skip(depth + 1)
      }, depth)
      return 'object'
    }
    if (code === 0x5b) {
      this.items(() => {
        this.skip(depth + 1)
      }, depth)
      return 'array'
    }
    return this.#skipWord()
  }

  /** Walks through an object; `each` passes over a member's value. */
  members(each: (key: string) => void, depth = 0): void {
    this.#checkDepth(depth)
    this.expect('{', 'an object')
    if (this.peek() === 0x7d) {
      this.at += 1
      return
    }
    for (;;) {
      if (this.peek() !== 0x22) throw this.bad('a key in quotes is expected')
      const start = this.at
      const hasEscape = this.skipText()
      const key = textBetween(this.text, start, this.at, hasEscape)
      this.expect(':', 'a colon')
      each(key)
      const code = this.peek()
      if (code !== 0x2c && code !== 0x7d) throw this.bad('a comma or } is expected')
      this.at += 1
      if (code === 0x7d) return
    }
  }

  /** Walks through an array; `each` passes over an item. */
  items(each: () => void, depth = 0): void {
    this.#checkDepth(depth)
    this.expect('[', 'an array')
    if (this.peek() === 0x5d) {
      this.at += 1
      return
    }
    for (;;) {
      each()
      const code = this.peek()
      if (code !== 0x2c && code !== 0x5d) throw this.bad('a comma or ] is expected')
      this.at += 1
      if (code === 0x5d) return
    }
  }

  /** Nothing but white space may follow. */
  end(): void {
    if (!Number.isNaN(this.peek())) throw this.bad('nothing more is expected')
  }

  /** Passes over a text in quotes and tells whether it has escapes. */
  skipText(): boolean {
    const {text} = this
    let hasEscape = false
    let at = this.at + 1
    for (;;) {
      const code = text.charCodeAt(at)
      if (code === 0x22) {
        this.at = at + 1
        return hasEscape
      }
      if (code === 0x5c) {
        hasEscape = true
        at = this.#afterEscape(at)
      } else if (code >= 0x20) at += 1
      else if (Number.isNaN(code)) throw new BadJson('bad_json', 'a text is opened and never closed', this.at)
      else throw new BadJson('bad_json', 'a control character stands in a text', at)
    }
  }

  bad(reason: string): BadJson {
    return new BadJson('bad_json', this.at >= this.text.length ? `the text ends where ${reason}` : `${reason} here`, this.at)
  }

  #afterEscape(at: number): number {
    escapeForm.lastIndex = at + 1
    const [escape] = escapeForm.exec(this.text) ?? []
    if (escape === undefined) throw new BadJson('bad_json', 'a backslash begins no escape that JSON has', at)
    if (!/^u[dD][89a-fA-F]/.test(escape)) return at + 1 + escape.length
    lowSurrogate.lastIndex = at + 6
    if (/^u[dD][c-fC-F]/.test(escape) || !lowSurrogate.test(this.text))
      throw new BadJson('lone_surrogate', `\\${escape} is half of a surrogate pair, which is no text`, at)
    return at + 12
  }

  #skipNumber(): JsonKind {
    numberForm.lastIndex = this.at
    const found = numberForm.exec(this.text)
    if (found === null) throw this.bad('a digit is expected')
    this.at += found[0].length
    const next = this.text.charCodeAt(this.at)
    if ((next >= 0x30 && next <= 0x39) || next === 0x2e || (next | 32) === 0x65) throw this.bad('the end of a number is expected')
    return found[1] === undefined && found[2] === undefined ? 'integer' : 'number'
  }

  #skipWord(): JsonKind {
    const word = ['true', 'false', 'null'].find((one) => this.text.startsWith(one, this.at))
    if (word === undefined) throw this.bad('a value is expected')
    this.at += word.length
    return word === 'null' ? 'null' : 'boolean'
  }

  #checkDepth(depth: number): void {
    if (depth > mostDepth) throw new BadJson('too_deep', `values are nested more than ${String(mostDepth)} deep`, this.at)
  }
}

/** The text that stands in quotes from `start` to `end`. */
export function textBetween(text: string, start: number, end: number, hasEscape: boolean): string {
  return hasEscape ? String(JSON.parse(text.slice(start, end))) : text.slice(start + 1, end - 1)
}
