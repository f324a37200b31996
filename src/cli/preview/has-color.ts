/** Whether a stream takes colours. */
export function hasColor({isTTY}: NodeJS.WriteStream): boolean {
  return isTTY && (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb'
}
