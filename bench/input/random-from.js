/**
 * Whole numbers below a bound, the same for the same seed.
 *
 * @param {number} seed
 */
export function randomFrom(seed) {
  let state = seed
  return (/** @type {number} */ below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
