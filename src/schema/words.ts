const types: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'an integer',
  null: 'null',
  number: 'a number',
  object: 'a map',
  string: 'text',
}

const forms: Readonly<Record<string, string>> = {
  date: 'a date such as 2024-08-12',
  'date-time': 'a time such as 2024-08-12T10:30:00Z',
  time: 'a time such as 10:30:00Z',
  email: 'an e-mail address',
  uri: 'a URI such as https://example.org/',
}

/** A value in a message: itself when it is short. A long one is not cut, since half of a secret would not be known as one. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'a map'
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'string' && value.length > 80) return `a text of ${String(value.length)} characters`
  const text: unknown = JSON.stringify(value) // Undefined for what JSON does not have.
  return typeof text === 'string' ? text : 'nothing'
}

/** The types that a schema allows: `text`, `an integer or null`. */
export function typesInWords(wanted: unknown): string {
  const names: readonly unknown[] = Array.isArray(wanted) ? wanted : String(wanted).split(',')
  return names.map((name) => types[String(name)] ?? String(name)).join(' or ')
}

/** The form that a text must have. */
export function formsInWords(format: unknown): string {
  return forms[String(format)] ?? `of the form ${String(format)}`
}
