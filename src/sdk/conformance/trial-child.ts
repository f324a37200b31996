/** The process in which the conformance kit runs a mod: nobody has checked yet whether it exits, hangs or prints. */
import {valueOf} from '../../errors/datapy-error.js'
import {killAtWrite} from '../../node/kill-at-write.js'
import {readText} from '../../node/read-text.js'
import {tellParent} from '../../node/run-apart.js'
import {endWithParent} from '../../node/watch-parent.js'
import {declaredMod} from '../check-mod-folder.js'
import {runTrial} from './run-trial.js'
import type {TrialLine, TrialTask} from './trial.js'

endWithParent(Number(process.argv[3]))
const tell = (line: TrialLine) => {
  tellParent(line)
}
const task = JSON.parse((await readText(process.argv[2] ?? '')) ?? '') as TrialTask // the parent's own
const {entry} = valueOf(await declaredMod(task.packagePath))
if (task.killAtWrite !== undefined) await killAtWrite(task.killAtWrite)
for (const [index, trial] of task.trials.entries()) {
  tell({trial: index})
  tell({trial: index, end: await runTrial(trial, {entry, packagePath: task.packagePath})})
}
tell({done: true})
