import {isPlain} from './pending-value.js'
import {formsOf} from './secret-forms.js'

const mask = '***'
/** Names in a document are its contract: only a form that cannot be part of one by chance is hidden in them. */
const leastInKey = 6

/** Hides the values it was told of in whatever is written. */
export interface Redactor {
  add(secret: string): void
  text(text: string): string
  /** A copy of a value with all its texts redacted; objects with a life of their own, such as tables, pass as they are. */
  value<T>(value: T): T
}

/** A redactor that knows no secret yet. It finds a secret raw and as URL, base64 and JSON write it. */
export function createRedactor(): Redactor {
  const forms = new Set<string>()
  const long = new Set<string>()
  const value = (held: unknown): unknown => {
    if (typeof held === 'string') return masked(held, forms)
    if (Array.isArray(held)) return held.map(value)
    if (!isPlain(held)) return held
    return Object.fromEntries(Object.entries(held).map(([key, entry]) => [masked(key, long), value(entry)]))
  }
  return {
    add(secret) {
      for (const form of formsOf(secret)) {
        forms.add(form)
        if (form.length >= leastInKey) long.add(form)
      }
    },
    text: (written) => masked(written, forms),
    value: <T>(held: T) => (forms.size === 0 ? held : (value(held) as T)), // A copy of the same shape.
  }
}

/** The text with every stretch that any form covers as one mask: forms may overlap, and none is left half hidden. */
function masked(text: string, forms: ReadonlySet<string>): string {
  const found: [start: number, end: number][] = []
  for (const form of forms)
    for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) found.push([at, at + form.length])
  if (found.length === 0) return text
  let out = ''
  let shown = 0
  for (const [start, end] of found.sort(([one], [other]) => one - other)) {
    if (start >= shown && (start > shown || out === '')) out += text.slice(shown, start) + mask
    shown = Math.max(shown, end)
  }
  return out + text.slice(shown)
}
