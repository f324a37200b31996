/** How long something took by what a clock said, which may have been put back meanwhile: then it is told as no time at all. */
export function secondsBetween(began: string, ended: string): number {
  return Math.max(0, (Date.parse(ended) - Date.parse(began)) / 1000)
}
