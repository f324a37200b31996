import {appendFileSync} from 'node:fs'

/**
 * What a cell of the matrix of faults came to. A thing is lost when it was there, or was promised, and is gone; whatever
 * else is not as promised is wrong: an exit code, a message, a left-over, a half-written file.
 */
export interface Tally {
  /** Does one try: whatever it throws is wrong. `what` names it, so that it can be done again by hand. */
  try(what: string, work: () => Promise<void> | void): Promise<void>
  /** Notes tries that were done in bulk, the slowest of them in milliseconds. */
  tried(tries: number, slowestMs?: number): void
  lost(what: string): void
  wrong(what: string): void
  /** Ends the cell: it cannot be tried here, for this reason. */
  skip(reason: string): never
}

const isWhole = process.env['DATAPY_FAULTS'] === 'whole'
const ledger = process.env['DATAPY_FAULT_LEDGER']
const mostTold = 5

/** How many of something are tried: in `npm test`, and in `npm run test:faults`. */
export function share(quick: number, whole: number): number {
  return isWhole ? whole : quick
}

/**
 * A cell of the matrix: a fault, and what is done with it. It fails when anything was lost or wrong, or nothing was tried.
 * Stands in a `describe` that names the part of the matrix. One that is not `quick` is left to `npm run test:faults`.
 */
export function cell(
  fault: string,
  work: (tally: Tally) => Promise<void> | void,
  {quick = true, minutes = share(5, 60)}: {readonly quick?: boolean; readonly minutes?: number} = {},
): void {
  if (!quick && !isWhole) return
  it(fault, async function () {
    this.timeout(minutes * 60_000)
    const counts = {tries: 0, slowest_ms: 0, lost: [] as string[], wrong: [] as string[]}
    const note = (skipped?: string) => {
      const line = {
        part: this.test?.parent?.title,
        fault,
        tries: counts.tries,
        lost: counts.lost.length,
        wrong: counts.wrong.length,
        slowest_ms: Math.round(counts.slowest_ms),
        ...(skipped !== undefined && {skipped}),
      }
      if (ledger !== undefined) appendFileSync(ledger, `${JSON.stringify(line)}\n`)
    }
    const tally: Tally = {
      async try(what, one) {
        const started = performance.now()
        counts.tries += 1
        try {
          await one()
        } catch (error) {
          if (error instanceof Skip) throw error
          counts.wrong.push(`${what}: ${error instanceof Error ? error.message : String(error)}`)
        }
        counts.slowest_ms = Math.max(counts.slowest_ms, performance.now() - started)
      },
      tried(tries, slowestMs = 0) {
        counts.tries += tries
        counts.slowest_ms = Math.max(counts.slowest_ms, slowestMs)
      },
      lost: (what) => counts.lost.push(what),
      wrong: (what) => counts.wrong.push(what),
      skip(reason) {
        throw new Skip(reason)
      },
    }
    try {
      await work(tally)
    } catch (error) {
      if (!(error instanceof Skip)) {
        counts.wrong.push(error instanceof Error ? error.message : String(error))
        note()
        throw error
      }
      note(error.message)
      if (this.test !== undefined) this.test.title = `${fault} (${error.message})`
      this.skip()
    }
    if (counts.tries === 0) counts.wrong.push('nothing was tried')
    note()
    const told = [...counts.lost.map((what) => `lost: ${what}`), ...counts.wrong.map((what) => `wrong: ${what}`)]
    if (told.length === 0) return
    const more = told.length > mostTold ? [`and ${String(told.length - mostTold)} more`] : []
    throw new Error(`of ${String(counts.tries)} tries:\n${[...told.slice(0, mostTold), ...more].join('\n')}`)
  })
}

class Skip extends Error {}
