/**
 * Tells on stderr what is going on.
 *
 * @param {string} message
 */
export function say(message) {
  process.stderr.write(`${message}\n`)
}

/**
 * Does some work, saying before what it is, after how many seconds it took, and every ten seconds that it goes on.
 *
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function timed(what, work) {
  const started = performance.now()
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1)
  say(`${what} …`)
  const heartbeat = setInterval(() => {
    say(`${what} … ${seconds()} s`)
  }, 10_000)
  try {
    return await work()
  } finally {
    clearInterval(heartbeat)
    say(`${what}: ${seconds()} s`)
  }
}
