/** Text in which nothing reaches the terminal as a command, and nothing that is there is unseen: `␛`, `␊`, `<U+202E>`. */
export function visibleText(text: string): string {
  return text.replaceAll(unseen, (char) => {
    const code = char.codePointAt(0) ?? 0
    if (code < 0x20) return String.fromCodePoint(0x2400 + code)
    if (code === 0x7f) return '\u2421'
    return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`
  })
}

/** Controls, line separators, marks that turn the direction of text, spaces without width, and what is no character. */
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF\uFFF9-\uFFFB]/gu
