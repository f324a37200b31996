import type {ShowStep} from '../sdk/watch-steps.js'
import {renderLiveStep} from './render/live-step.js'

const firstAfterMs = 1000
const everyMs = 250
const erase = '\r\u001b[2K'

/** A line at the bottom of a terminal that says how far a mod is, and goes without a trace. */
export interface LiveLine {
  /** Shows a mod that lasts over a second. */
  readonly show: ShowStep
  /** Writes lines above it. */
  print(lines: string): void
}

/** `stream` is a terminal. Of mods that run at the same time, the one that began last is shown. */
export function liveLine(stream: NodeJS.WriteStream): LiveLine {
  let shown = ''
  const draw = (line: string) => {
    if (line !== shown) stream.write(shown === '' ? line : `${erase}${line}`)
    shown = line
  }
  return {
    show(step) {
      const started = performance.now()
      let ended = false
      const redraw = async () => {
        const progress = await step.progress()
        if (ended) return
        const seconds = (performance.now() - started) / 1000
        draw(renderLiveStep({...step, progress, seconds, memory: process.memoryUsage.rss()}, (stream.columns || 80) - 1))
        timer = setTimeout(() => void redraw(), everyMs).unref()
      }
      let timer = setTimeout(() => void redraw(), firstAfterMs).unref()
      return () => {
        ended = true
        clearTimeout(timer)
        draw('')
      }
    },
    print(lines) {
      stream.write(shown === '' ? lines : `${erase}${lines}${shown}`)
    },
  }
}
