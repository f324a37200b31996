import {inspect} from 'node:util'

/** A line of a secret, or what base64 makes of its middle, is hidden by itself when it cannot be anything else. */
const leastAlone = 8
/** Shorter texts encode to what stands in any text. */
const leastEncoded = 4

/**
 * The texts by which a secret can be told: itself, each line of it, and as JSON, addresses, base64, hex, HTML, SQL, CSV and
 * Node's own console write it.
 */
export function formsOf(secret: string): ReadonlySet<string> {
  const lines = secret.split(/\r?\n/).map((line) => line.trim())
  // Logs are written line by line, so a key of several lines would pass by its lines.
  const parts = lines.length > 1 ? lines.filter((line) => line.length >= leastAlone) : []
  const forms = [secret, ...parts].flatMap((text) => [
    text,
    ...jsonForms(text),
    ...urlForms(text),
    ...base64Forms(text),
    ...hexForms(text),
    ...quotedForms(text),
  ])
  return new Set(forms.filter((form) => form !== ''))
}

/** Inside of JSON, inside of JSON that is a text in JSON, and as those write it who keep JSON to ASCII. */
function jsonForms(text: string): readonly string[] {
  const once = JSON.stringify(text).slice(1, -1)
  const ascii = (digits: (hex: string) => string) =>
    once.replaceAll(/[^ -~]/g, (char) => `\\u${digits(char.charCodeAt(0).toString(16).padStart(4, '0'))}`)
  return [once, JSON.stringify(once).slice(1, -1), ascii((hex) => hex), ascii((hex) => hex.toUpperCase())]
}

function urlForms(text: string): readonly string[] {
  const tidy = Buffer.from(text).toString() // A lone surrogate is no text, and encodeURI throws on it.
  const component = encodeURIComponent(tidy)
  const code = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`
  const forms = [
    component,
    component.replaceAll(/[!'()*]/g, code), // as RFC 3986 has it
    encodeURI(tidy),
    encodeURI(tidy).replaceAll(/[#?]/g, code), // as a path
    new URLSearchParams({s: tidy}).toString().slice(2),
    passwordIn(tidy),
  ]
  return forms.flatMap((form) => [form, form.replaceAll(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase())])
}

/** As it stands in a connection string that was put together as one. */
function passwordIn(text: string): string {
  const url = new URL('db://user@host')
  url.password = text
  return url.password
}

/** By itself; and in the middle of something, such as `user:password`, where it can begin at each of three bytes. */
function base64Forms(text: string): readonly string[] {
  const bytes = Buffer.from(text)
  if (bytes.length < leastEncoded) return []
  const whole = bytes.toString('base64').replace(/=+$/, '')
  const inside = [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    // The characters that also depend on the bytes around are left out.
    return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
  })
  return [whole, ...inside.filter((form) => form.length >= leastAlone)].flatMap((form) => [
    form,
    form.replaceAll('+', '-').replaceAll('/', '_'),
  ])
}

function hexForms(text: string): readonly string[] {
  const bytes = Buffer.from(text)
  if (bytes.length < leastEncoded) return []
  const hex = bytes.toString('hex')
  return [hex, hex.toUpperCase()]
}

const entities: Readonly<Record<string, readonly string[]>> = {
  '&': ['&amp;', '&#38;', '&#x26;'],
  '<': ['&lt;', '&#60;', '&#x3c;'],
  '>': ['&gt;', '&#62;', '&#x3e;'],
  '"': ['&quot;', '&#34;', '&#x22;'],
  "'": ['&#39;', '&apos;', '&#x27;'],
}

/** As markup, SQL, CSV, and what prints JavaScript's values write it. */
function quotedForms(text: string): readonly string[] {
  const marked = (way: number) => text.replaceAll(/[&<>"']/g, (char) => entities[char]?.[way] ?? char)
  return [
    marked(0),
    marked(1),
    marked(2),
    marked(0).replaceAll('&#39;', '&apos;'),
    marked(0).replaceAll('&#39;', "'"),
    marked(0).replaceAll('&#39;', "'").replaceAll('&quot;', '"'),
    text.replaceAll("'", "''"),
    text.replaceAll('"', '""'),
    inspect(text, {breakLength: Infinity}).slice(1, -1),
    text.replaceAll('\\', '\\\\').replaceAll("'", "\\'"),
  ]
}
