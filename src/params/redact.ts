import {isPlain} from './pending-value.js'

const mask = '***'

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
  const text = (written: string): string => {
    let out = written
    for (const form of forms) if (out.includes(form)) out = out.replaceAll(form, mask)
    return out
  }
  const value = (held: unknown): unknown => {
    if (typeof held === 'string') return text(held)
    if (Array.isArray(held)) return held.map(value)
    if (isPlain(held)) return Object.fromEntries(Object.entries(held).map(([key, entry]) => [text(key), value(entry)]))
    return held
  }
  return {
    add(secret) {
      if (secret === '') return
      const json = JSON.stringify(secret).slice(1, -1)
      const all = [
        ...forms,
        secret,
        json,
        JSON.stringify(json).slice(1, -1),
        encodeURIComponent(secret),
        encodeURI(secret),
        ...base64Forms(secret),
      ]
      forms.clear()
      // The longest first, so that a form which holds another is not left half hidden.
      for (const form of all.sort((a, b) => b.length - a.length)) forms.add(form)
    },
    text: (written) => (forms.size === 0 ? written : text(written)),
    value: <T>(held: T) => (forms.size === 0 ? held : (value(held) as T)),
  }
}

function base64Forms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret)
  // Short texts encode to what stands in any text.
  return bytes.length < 4 ? [] : [bytes.toString('base64').replace(/=+$/, ''), bytes.toString('base64url')]
}
