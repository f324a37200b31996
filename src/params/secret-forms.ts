/** A line of a secret, or what base64 makes of its middle, is hidden by itself when it cannot be anything else. */
const leastAlone = 8

/** The texts by which a secret can be told: itself, each line of it, and as URL, base64 and JSON write it. */
export function formsOf(secret: string): ReadonlySet<string> {
  const lines = secret.split(/\r?\n/).map((line) => line.trim())
  // Logs are written line by line, so a key of several lines would pass by its lines.
  const parts = lines.length > 1 ? lines.filter((line) => line.length >= leastAlone) : []
  const forms = [secret, ...parts].flatMap((text) => [text, ...jsonForms(text), ...urlForms(text), ...base64Forms(text)])
  return new Set(forms.filter((form) => form !== ''))
}

/** Inside of JSON, and inside of JSON that is a text in JSON. */
function jsonForms(text: string): readonly string[] {
  const once = JSON.stringify(text).slice(1, -1)
  return [once, JSON.stringify(once).slice(1, -1)]
}

function urlForms(text: string): readonly string[] {
  const tidy = Buffer.from(text).toString() // A lone surrogate is no text, and encodeURI throws on it.
  const forms = [encodeURIComponent(tidy), encodeURI(tidy), new URLSearchParams({s: tidy}).toString().slice(2)]
  return forms.flatMap((form) => [form, form.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())])
}

/** By itself; and in the middle of something, such as `user:password`, where it can begin at each of three bytes. */
function base64Forms(text: string): readonly string[] {
  const bytes = Buffer.from(text)
  // Short texts encode to what stands in any text.
  if (bytes.length < 4) return []
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
