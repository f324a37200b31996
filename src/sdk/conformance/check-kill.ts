import {join} from 'node:path'
import {fileSizes} from '../../node/trial-folder.js'
import {trialAnew} from './plan-trials.js'
import {judged, type Check} from './report.js'
import {killTrial, type KillMoment, type TrialPlace} from './run-trials.js'
import type {TestCase} from './test-case.js'
import type {Trial} from './trial.js'

/** Writes that are cut in half at most, and moments of the run at which it is killed besides. */
const mostWrites = 8
const moments = [0.35, 0.65, 0.95]

export interface WholeRun {
  readonly trial: Trial
  readonly testCase: TestCase
  /** The sizes of the files that it leaves when nothing disturbs it; inputs left out. */
  readonly files: ReadonlyMap<string, number>
  /** How long it takes. */
  readonly ms: number
}

/**
 * Whether a file that it leaves is whole or not there when it is killed on the way. Killed in the middle of each of its
 * first writes by Node, and at some moments for what others write for it.
 */
export async function checkKill({trial, testCase, files, ms}: WholeRun, place: TrialPlace): Promise<Check> {
  const fix = 'write with data.writeCsv, writeJson, writeParquet, or into data.stageFile; else under another name, then rename'
  if (files.size === 0) return judged('killed', [], {ok: 'writes no file', fix})
  const faults = new Set<string>()
  let kills = 0
  const killAt = async (moment: KillMoment): Promise<boolean> => {
    const anew = await trialAnew(trial, testCase, join(place.folder, `killed-${String(kills)}`), place.packagePath)
    const isKilled = await killTrial(anew, moment, place)
    kills += 1
    for (const [name, size] of await fileSizes(anew.folder)) {
      // Content may differ from run to run, as where a time is in it; what is cut off is shorter.
      const whole = files.get(name)
      if (whole !== undefined && size < whole) faults.add(`${name} is left with ${String(size)} of ${String(whole)} bytes`)
    }
    return isKilled
  }
  for (let write = 1; write <= mostWrites; write++) if (!(await killAt({atWrite: write}))) break
  for (const part of moments) await killAt({afterMs: ms * part})
  return judged('killed', [...faults], {ok: `killed ${String(kills)} times, and no half file under its final name`, fix})
}
