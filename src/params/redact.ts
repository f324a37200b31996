import {isPlain} from './pending-value.js'
import {formsOf} from './secret-forms.js'

const mask = '***'
/** Names in a document are its contract, numbers are counts: only a form that cannot be one by chance is hidden in them. */
const leastInKey = 6
const identifier = /^[a-z_]\w*$/i
/** What the status of a result says: no secret, whatever the secret is. */
const statuses = new Set(['success', 'warning', 'error', 'skipped'])

/** Hides the values it was told of in whatever is written. */
export interface Redactor {
  add(secret: string): void
  text(text: string): string
  /** A copy of a value with all its texts redacted; objects with a life of their own, such as tables, pass as they are. */
  value<T>(value: T): T
}

/** A redactor that knows no secret yet. It finds a secret raw and in the forms that others write it in: see `formsOf`. */
export function createRedactor(): Redactor {
  const forms = new Set<string>()
  const long = new Set<string>()
  const value = (held: unknown): unknown => {
    if (typeof held === 'string') return statuses.has(held) ? held : masked(held, forms)
    if (typeof held === 'number') return long.has(String(held)) ? mask : held
    if (Array.isArray(held)) return held.map(value)
    if (!isPlain(held)) return held
    return Object.fromEntries(
      Object.entries(held).map(([key, entry]) => [masked(key, identifier.test(key) ? long : forms), value(entry)]),
    )
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

/** Where a text was cut short, so that a secret may have lost its end; by DataPy or others. */
const cuts = /\u2026|\.\.\./g
/** Less of a secret than this tells nothing of it. */
const leastOfCut = 4

/** The text with every stretch that any form covers as one mask: forms may overlap, and none is left half hidden. */
function masked(text: string, forms: ReadonlySet<string>): string {
  const found: [start: number, end: number][] = []
  for (const form of forms)
    for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) found.push([at, at + form.length])
  for (const {index} of text.matchAll(cuts)) {
    const left = Math.max(0, ...Array.from(forms, (form) => beginningBefore(text, index, form)))
    if (left > 0) found.push([index - left, index])
  }
  if (found.length === 0) return text
  let out = ''
  let shown = 0
  for (const [start, end] of found.sort(([one], [other]) => one - other)) {
    if (start >= shown && (start > shown || out === '')) out += text.slice(shown, start) + mask
    shown = Math.max(shown, end)
  }
  return out + text.slice(shown)
}

/** How many characters before a place are the beginning of a form, that is longer; 0 where they are too few to tell. */
function beginningBefore(text: string, place: number, form: string): number {
  for (let length = Math.min(form.length - 1, place); length >= leastOfCut; length -= 1)
    if (text.startsWith(form.slice(0, length), place - length)) return length
  return 0
}
