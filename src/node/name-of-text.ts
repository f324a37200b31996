/**
 * A short name for a text, for a file that also holds the text itself, or loses nothing by a mistake: 64 bits that tell
 * texts apart, but no proof. (FNV-1a twice, http://www.isthe.com/chongo/tech/comp/fnv/; `node:crypto` takes longer to
 * load than most commands take.)
 */
export function nameOfText(text: string): string {
  return `${hex(hash(text, 0x811c9dc5))}${hex(hash(text, 0x01234567))}`
}

function hash(text: string, start: number): number {
  let value = start
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  return value >>> 0
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0')
}
