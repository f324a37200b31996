import {liveLine} from './live-line.js'
import {stepList} from './step-list.js'
import {signalOfProcess} from './signal-of-process.js'
import {levelOf} from '../sdk/open-log.js'
import type {RunSettings} from '../sdk/settings.js'

/** The flags that say how to run. */
export interface RunFlags {
  readonly registry?: string | undefined
  readonly 'log-level'?: string | undefined
  readonly 'log-format'?: 'json' | 'text' | undefined
  readonly 'memory-limit'?: string | undefined
  readonly quiet: boolean
  readonly json?: boolean
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
    memoryLimit: flags['memory-limit'],
  }
}

/**
 * The same, for the steps of a job: on a terminal a list of them in place of the lines of the log, unless `--log-level`
 * asks for those. `end` is to be called when the run has ended.
 */
export function listedRunSettings(flags: RunFlags): ReturnType<typeof runSettings> & {end(): Promise<void>} {
  const isAsked = flags['log-level'] !== undefined
  if (isAsked || !wantsLive(flags)) return {...liveRunSettings(flags), end: () => Promise.resolve()}
  const {onStep, log, end} = stepList(process.stderr)
  return {...runSettings(flags), onStep, stderr: {format: 'text', write: log}, end}
}

/** The same, for commands that have the terminal to themselves: while a mod runs, a line there says how far it is. */
export function liveRunSettings(flags: RunFlags): ReturnType<typeof runSettings> {
  const settings = runSettings(flags)
  if (!wantsLive(flags)) return settings
  const {show, print} = liveLine(process.stderr)
  return {...settings, show, stderr: {format: 'text', write: print}}
}

function wantsLive(flags: RunFlags): boolean {
  const isPlain = flags.json === true || flags.quiet || flags['log-format'] === 'json'
  return !isPlain && canShow(process.stderr, process.env)
}

function canShow({isTTY}: NodeJS.WriteStream, env: NodeJS.ProcessEnv): boolean {
  return isTTY && env['TERM'] !== 'dumb' && ['NO_COLOR', 'CI'].every((name) => (env[name] ?? '') === '')
}
