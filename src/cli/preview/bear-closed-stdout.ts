/** Lets whoever reads stdout go before the end, as `| head -1` does: nobody is left to tell anything to. */
export function bearClosedStdout(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}
