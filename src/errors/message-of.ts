/** More of one message tells nobody anything, and would fill logs and answers. */
const longest = 65_536

/** The message of whatever was thrown, which need not be an error, nor let itself be read. Never throws. */
export function messageOf(thrown: unknown): string {
  try {
    if (!(thrown instanceof Error)) return clipped(typeof thrown === 'string' ? thrown : `a value of type ${typeof thrown}`)
    const {message, name}: {readonly message: unknown; readonly name: unknown} = thrown
    if (typeof message === 'string' && message !== '') return clipped(message)
    return typeof name === 'string' && name !== '' ? clipped(name) : 'an error without a message'
  } catch {
    return 'an error that cannot be read'
  }
}

/** A text as far as anybody reads it. */
export function clipped(text: string, most = longest): string {
  return text.length <= most ? text : `${text.slice(0, most)}… (${String(text.length)} characters)`
}
