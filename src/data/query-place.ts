/** Where something stands in a query; both count from 1, columns in characters. */
export interface QueryPlace {
  readonly line: number
  readonly column: number
}

/** A place that the engine gives as a number of bytes. */
export function placeAtByte(query: string, offset: number): QueryPlace {
  return placeAfter(Buffer.from(query).subarray(0, offset).toString())
}

/**
 * The place that the engine's message draws as a line number, an excerpt and a caret; `lead` is how many lines of the
 * statement stand before the query. Nothing where it draws none, or one that lies outside of the query.
 */
export function placeInMessage(message: string, query: string, lead: number): QueryPlace | undefined {
  const drawn = /\nLINE (\d+): (.*)\n( *)\^/.exec(message)
  if (drawn === null) return undefined
  const [, number = '', excerpt = '', indent = ''] = drawn
  const line = Number(number) - lead
  const text = query.split('\n')[line - 1]
  if (text === undefined) return undefined
  const shown = excerpt.replace(/^\.\.\./, '').replace(/\.\.\.$/, '')
  const start = text.indexOf(shown)
  const cut = excerpt.startsWith('...') && !text.startsWith('...') ? 3 : 0
  const width = indent.length - `LINE ${number}: `.length - cut
  return {line, column: [...text.slice(0, Math.max(0, start))].length + charactersOf(shown, width) + 1}
}

/** A place in words, for a message. */
export function placeText({line, column}: QueryPlace): string {
  return `line ${String(line)}, column ${String(column)} of the query`
}

function placeAfter(text: string): QueryPlace {
  const lines = text.split('\n')
  return {line: lines.length, column: [...(lines.at(-1) ?? '')].length + 1}
}

const wide =
  /\p{Extended_Pictographic}|[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/u

/** How many characters of a text are so wide on a terminal, which is how the engine places its caret. */
function charactersOf(text: string, width: number): number {
  let left = width
  let characters = 0
  for (const character of text) {
    if (left <= 0) break
    left -= wide.test(character) ? 2 : 1
    characters += 1
  }
  return characters
}
