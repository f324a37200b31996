/**
 * Lets output go that nobody takes. Whoever closes the pipe of stdout, as `| head -1` does, has seen enough: that is no
 * fault. What a full disk keeps from stdout is one, and is told to `onLost`, once. Lines for stderr are in the log too.
 */
export function onLostOutput(onLost: (error: Error) => void): void {
  process.stderr.on('error', () => undefined)
  const state = {isTold: false}
  process.stdout.prependListener('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || state.isTold) return
    state.isTold = true
    onLost(error)
  })
}
