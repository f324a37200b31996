import {join} from 'node:path'
import {writeWhereDifferent} from '../../node/module-files.js'
import {frameworkRoot} from '../../node/framework-root.js'
import {runApart} from '../../node/run-apart.js'
import {secret, type Trial, type TrialEnd, type TrialLine} from './trial.js'

/** Where and how long trials run. */
export interface TrialPlace {
  readonly packagePath: string
  /** A folder of the kit's own: the working directory of the process, its temporary folder within. */
  readonly folder: string
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

/** How a trial ended: by itself or with its process; `not run` behind one that hung, since nobody waits for them all. */
export type TrialOutcome =
  | {readonly kind: 'died'; readonly how: string}
  | {readonly kind: 'ended'; readonly end: TrialEnd}
  | {readonly kind: 'hung'}
  | {readonly kind: 'not run'}

export interface TrialsRun {
  /** One for each trial. */
  readonly outcomes: readonly TrialOutcome[]
  /** What was written to the two streams past Node's own. */
  readonly stdout: string
  readonly stderr: string
}

/** When the process is killed: in the middle of a write of Node's, or so long after a trial began. */
export type KillMoment = {readonly afterMs: number} | {readonly atWrite: number}

/** Runs trials one after the other in a process apart; the rest of them in another where one of them ends the process. */
export async function runTrials(trials: readonly Trial[], place: TrialPlace): Promise<TrialsRun> {
  if (trials.length === 0) return {outcomes: [], stdout: '', stderr: ''}
  const {ends, stdout, stderr, silent, how} = await runOnce(trials, place, undefined)
  const ended = ends.map((end): TrialOutcome => ({kind: 'ended', end}))
  if (ended.length === trials.length) return {outcomes: ended, stdout, stderr}
  const left = trials.slice(ended.length + 1)
  if (silent) return {outcomes: [...ended, {kind: 'hung'}, ...left.map(() => ({kind: 'not run'}) as const)], stdout, stderr}
  const rest = await runTrials(left, place)
  return {outcomes: [...ended, {kind: 'died', how}, ...rest.outcomes], stdout: stdout + rest.stdout, stderr: stderr + rest.stderr}
}

/** Runs one trial and kills it on the way. Gives whether it was killed before it ended by itself. */
export async function killTrial(trial: Trial, moment: KillMoment, place: TrialPlace): Promise<boolean> {
  return (await runOnce([trial], place, moment)).ends.length === 0
}

async function runOnce(trials: readonly Trial[], place: TrialPlace, kill: KillMoment | undefined) {
  const {packagePath, folder, timeoutMs, signal} = place
  signal?.throwIfAborted()
  const file = join(folder, 'task.json')
  const atWrite = kill !== undefined && 'atWrite' in kill ? kill.atWrite : undefined
  await writeWhereDifferent(file, JSON.stringify({packagePath, trials, killAtWrite: atWrite}))
  const ends: TrialEnd[] = []
  // The build's own file, also where this code runs from a bundle or from its sources.
  const {
    silent,
    stdout,
    stderr,
    code,
    signal: by,
  } = await runApart(join(frameworkRoot(), 'dist/sdk/conformance/trial-child.js'), [file, String(process.pid)], {
    cwd: folder,
    env: {...process.env, TMPDIR: folder, TMP: folder, TEMP: folder, [secret.variable]: secret.value},
    silenceMs: timeoutMs,
    signal,
    onLine(told, end) {
      const line = told as TrialLine // the child's own
      if ('done' in line) end()
      else if ('end' in line) ends.push(line.end)
      else if (kill !== undefined && 'afterMs' in kill) setTimeout(end, kill.afterMs)
    },
  })
  signal?.throwIfAborted()
  return {
    ends,
    silent,
    stdout,
    stderr,
    how: by === null ? `it ended the process with exit code ${String(code)}` : `it ended by ${by}`,
  }
}
