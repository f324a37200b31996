import {isHangupIgnored} from '../node/hangup-ignored.js'

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** The signals that ask this process to stop, and whether it still has something to stop. */
export interface ProcessSignals {
  /** Whether what runs stops by itself when it is asked to. */
  readonly isHeeded: boolean
  /** Says that what runs will stop by itself. */
  heed(): void
  /** Told of the first signal; at once where that has come already. */
  onStop(listener: (name: NodeJS.Signals) => void): void
  /** True once, for who is to give the process's answer. */
  claimAnswer(): boolean
}

/** One keystroke can arrive twice: from the terminal, and handed on by npx or a wrapper. */
const sameMs = 300

const installed = Symbol.for('datapy.signals')

/**
 * The signals of this process, caught from the first call on, however often it is asked for. A second one, that is not
 * the first handed on, finds no listener of ours and ends the process at once.
 */
export function processSignals(): ProcessSignals {
  const holder = process as NodeJS.Process & {[installed]?: ProcessSignals}
  const signals = holder[installed] ?? catchSignals()
  holder[installed] = signals
  return signals
}

function catchSignals(): ProcessSignals {
  const state: {came?: NodeJS.Signals; isHeeded: boolean; isAnswered: boolean} = {isHeeded: false, isAnswered: false}
  const listeners: ((name: NodeJS.Signals) => void)[] = []
  const isIgnored = isHangupIgnored()
  const heard = stopSignals.filter((name) => name !== 'SIGHUP' || !isIgnored)
  if (isIgnored) process.on('SIGHUP', () => undefined)
  const stop = (name: NodeJS.Signals) => {
    if (state.came !== undefined) return
    state.came = name
    // Not before, also since a library that restores the terminal ends the process where it is the only listener.
    setTimeout(() => {
      for (const other of heard) process.off(other, stop)
    }, sameMs).unref()
    for (const listener of listeners) listener(name)
  }
  for (const name of heard) process.on(name, stop)
  return {
    get isHeeded() {
      return state.isHeeded
    },
    heed() {
      state.isHeeded = true
    },
    onStop(listener) {
      if (state.came === undefined) listeners.push(listener)
      else listener(state.came)
    },
    claimAnswer() {
      const isFirst = !state.isAnswered
      state.isAnswered = true
      return isFirst
    },
  }
}
