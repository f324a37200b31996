import {BadJson} from './bad-json.js'
import {JsonCursor, textBetween, type JsonKind} from './json-cursor.js'

/** The members of one object, list by list. */
export interface JsonRow {
  readonly keys: readonly string[]
  readonly kinds: readonly JsonKind[]
  /** Texts as they are meant, any other value as it is written; null for null. */
  readonly texts: readonly (string | null)[]
}

/** Reads one object. Throws `BadJson` where the text is none. */
export function parseRow(text: string): JsonRow {
  const keys: string[] = []
  const kinds: JsonKind[] = []
  const texts: (string | null)[] = []
  const cursor = new JsonCursor(text)
  if (cursor.peek() !== 0x7b) {
    const start = cursor.at
    const kind = cursor.skip()
    cursor.end()
    throw new BadJson('not_an_object', `the row is ${kindWords[kind]}, not an object`, start)
  }
  cursor.members((key) => {
    cursor.peek()
    const start = cursor.at
    keys.push(key)
    if (text.charCodeAt(start) === 0x22) {
      const hasEscape = cursor.skipText()
      kinds.push('text')
      texts.push(textBetween(text, start, cursor.at, hasEscape))
      return
    }
    const kind = cursor.skip(1)
    kinds.push(kind)
    texts.push(kind === 'null' ? null : text.slice(start, cursor.at))
  })
  cursor.end()
  return {keys, kinds, texts}
}

/** The row as JSON.parse has it: of a repeated key the last value. */
export function lastOfEach({keys, kinds, texts}: JsonRow): JsonRow {
  const last = [...new Map(keys.map((key, index) => [key, index])).values()]
  return {
    keys: last.map((index) => keys[index] ?? ''),
    kinds: last.map((index) => kinds[index] ?? 'null'),
    texts: last.map((index) => texts[index] ?? null),
  }
}

/** What a kind is called in a sentence. */
export const kindWords: Readonly<Record<JsonKind, string>> = {
  array: 'an array',
  boolean: 'a boolean',
  integer: 'a number',
  null: 'null',
  number: 'a number',
  object: 'an object',
  text: 'a text',
}
