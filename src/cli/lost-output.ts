/**
 * Lets output go that nobody takes. Whoever closes the pipe of stdout, as `| head -1` does, has seen enough: that is no
 * fault. What a full disk keeps from stdout is one, and is told to `onLost`, once. Lines for stderr are in the log too.
 * Gives what tells whether something that was thrown is such an error.
 */
export function onLostOutput(onLost: (error: Error) => void): (thrown: unknown) => boolean {
  process.stderr.on('error', () => undefined)
  const seen = new Set<unknown>()
  process.stdout.prependListener('error', (error: NodeJS.ErrnoException) => {
    const isFirst = seen.size === 0
    seen.add(error)
    if (error.code !== 'EPIPE' && isFirst) onLost(error)
  })
  return (thrown) => seen.has(thrown)
}
