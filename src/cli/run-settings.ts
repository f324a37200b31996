import {DataPyError} from '../errors/datapy-error.js'
import {problem} from '../errors/problem.js'
import {levelOf} from '../sdk/open-log.js'
import type {RunSettings} from '../sdk/settings.js'

/** The flags that say how to run. */
export interface RunFlags {
  readonly registry?: string | undefined
  readonly 'log-level'?: string | undefined
  readonly 'log-format'?: 'json' | 'text' | undefined
  readonly quiet: boolean
  readonly set?: string[] | undefined
}

/** The settings of a run as its flags say, with a signal that SIGINT, SIGTERM and SIGHUP abort. */
export function runSettings(flags: RunFlags): RunSettings & {readonly signal: AbortSignal} {
  return {
    registry: flags.registry,
    logLevel: levelOf(flags['log-level']),
    stderr: {format: flags['log-format'] ?? 'text', ...(flags.quiet && {level: 'error'})},
    set: flags.set ?? [],
    signal: signalOfProcess(),
  }
}

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Aborted at the first SIGINT, SIGTERM or SIGHUP; a second one finds no listener of ours and ends the process at once. */
function signalOfProcess(): AbortSignal {
  const controller = new AbortController()
  const stop = (name: NodeJS.Signals) => {
    for (const other of stopSignals) process.off(other, stop)
    controller.abort(new DataPyError([problem('cancelled', `stopped by ${name}`)]))
  }
  for (const name of stopSignals) process.on(name, stop)
  return controller.signal
}
