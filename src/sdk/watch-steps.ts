import type {Logger} from '../model/mod.js'
import {bytesRead} from '../node/process-usage.js'
import type {RunningStep} from '../run/running-step.js'
import type {World} from '../run/world.js'

/** Shows a step while it runs, until the function it gives is called. */
export type ShowStep = (step: RunningStep) => () => void

const lookAfterMs = 10

/**
 * Watches the steps of a run: each minute that one lasts the log gets a line that it is alive, and how far it is. `show`
 * shows it besides.
 */
export function stepWatcher(
  logger: (modName: string) => Logger,
  {show, everyMs = 60_000}: {readonly show?: ShowStep | undefined; readonly everyMs?: number} = {},
): World['watch'] {
  return (step) => {
    const started = process.uptime()
    let before: Promise<number | undefined> | undefined
    // A little later, since most steps of a thousand are over by then, and reading it takes longer than they do.
    const look = setTimeout(() => {
      before = bytesRead()
    }, lookAfterMs).unref()
    const timer = setInterval(() => {
      void sayAlive()
    }, everyMs).unref()
    const sayAlive = async () => {
      const [{share, rows, spilled}, read, readBefore] = await Promise.all([step.progress(), bytesRead(), before])
      logger(step.name).info('alive', {
        ...(rows !== undefined && {rows}),
        ...(share !== undefined && {share: Math.round(share * 100) / 100}),
        ...(read !== undefined && readBefore !== undefined && {read_mb: megabytes(read - readBefore)}),
        ...(spilled > 0 && {spilled_mb: megabytes(spilled)}),
        elapsed_s: Math.round(process.uptime() - started),
        rss_mb: megabytes(process.memoryUsage.rss()),
      })
    }
    const hide = show?.(step)
    return () => {
      clearTimeout(look)
      clearInterval(timer)
      hide?.()
    }
  }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6)
}
