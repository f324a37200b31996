const graceMs = 1000

/**
 * Ends the process although something still keeps it alive, such as a timer or socket that a mod left open. Called when
 * the answer was given; in the ordinary case nothing is left to wait for and the process is gone before this acts.
 */
export function leaveSoon(): void {
  setTimeout(() => {
    // Written behind all earlier output, so that its callback means everything has been taken.
    process.stdout.write('', () => {
      process.stderr.write('', () => {
        process.exit() // All output has been taken: nothing can be cut off.
      })
    })
  }, graceMs).unref()
}
