import type {Span} from './scan-json.js'

/**
 * Where the value of each key of `mods` stands in the text of a registry, in UTF-16 units. The text is one that
 * JSON.parse has taken, so only its braces and strings are looked at; of keys that stand there twice, the last counts.
 */
export function entrySpans(text: string): ReadonlyMap<string, Span> {
  const spans = new Map<string, Span>()
  let depth = 0
  let key = ''
  let inMods = false
  let start = 0
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (char === quote) {
      const end = endOfString(text, at)
      if (depth <= 2 && isKey(text, end)) {
        key = JSON.parse(text.slice(at, end)) as string // a JSON string gives a string
        if (depth === 1) inMods = key === 'mods'
        if (depth === 1 && inMods) spans.clear()
      }
      at = end - 1
    } else if (char === openBrace || char === openBracket) {
      depth++
      if (depth === 3) start = at
    } else if (char === closeBrace || char === closeBracket) {
      if (depth === 3 && inMods) spans.set(key, {start, end: at + 1})
      depth--
    }
  }
  return spans
}

const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket] = [0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d]

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  for (; end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes++
    if (slashes % 2 === 0) return end + 1
  }
  return text.length
}

function isKey(text: string, end: number): boolean {
  let at = end
  while (/\s/.test(text[at] ?? '')) at++
  return text[at] === ':'
}
