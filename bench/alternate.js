/** @typedef {import('./measure.js').Measured} Measured */
/** @typedef {{run: () => Promise<Measured>, mostRounds?: number | undefined}} Runner */

/**
 * Runs several things in turns, so that what disturbs the machine disturbs them all. A first round is not counted where
 * there are three or more. What is slow may run in fewer rounds.
 *
 * @param {ReadonlyMap<string, Runner>} runners
 * @param {number} rounds
 * @returns {Promise<Map<string, Measured[]>>}
 */
export async function alternate(runners, rounds) {
  const all = new Map([...runners.keys()].map((name) => [name, /** @type {Measured[]} */ ([])]))
  for (let round = rounds > 2 ? -1 : 0; round < rounds; round++) {
    for (const [name, {run, mostRounds = rounds}] of runners) {
      if (round >= mostRounds || (round < 0 && mostRounds < rounds)) continue
      const measured = await run()
      if (round >= 0) all.get(name)?.push(measured)
    }
  }
  return all
}

/**
 * The median of the seconds of some runs, and the highest peak of them all.
 *
 * @param {readonly Measured[]} runs
 * @param {(run: Measured) => number} secondsOf
 */
export function median(runs, secondsOf) {
  const sorted = runs.map(secondsOf).sort((one, other) => one - other)
  const [middle, before] = [sorted[Math.floor(sorted.length / 2)], sorted[Math.ceil(sorted.length / 2) - 1]]
  if (middle === undefined || before === undefined) throw new RangeError('no runs')
  const peaks = runs.flatMap(({peakBytes}) => (peakBytes === undefined ? [] : [peakBytes]))
  return {seconds: (middle + before) / 2, peakBytes: peaks.length === 0 ? undefined : Math.max(...peaks)}
}
