import {DataPyError} from '../errors/datapy-error.js'
import {didYouMean} from '../errors/nearest.js'
import {problem} from '../errors/problem.js'
import type {JsonObject} from '../model/json.js'
import {currentRuntime} from './current-runtime.js'
import {paramsOf} from './script-job.js'

/**
 * The parameters that the job of `run-script --params` has for one of its mods, as a copy to hand to `runMod` under the
 * same name; references in them are resolved there. Throws a DataPyError, code not_in_job, for a name the job does not
 * have, and when the script has no job.
 */
export function getModParams(name: string): JsonObject {
  const {loaded} = currentRuntime()
  if (loaded === undefined) {
    throw new DataPyError([
      problem('not_in_job', `there are no parameters for "${name}": the script was given no job`, {
        hint: 'datapy run-script SCRIPT --params job.yaml',
      }),
    ])
  }
  const params = paramsOf(loaded.job, name)
  if (params !== undefined) return params
  const names = loaded.job.mods.map((mod) => mod.name)
  throw new DataPyError([
    problem('not_in_job', `${loaded.job.name} has no mod "${name}"`, {
      at: loaded.job.document.at(['mods']),
      hint: didYouMean(name, names) ?? `its mods are ${names.join(', ')}`,
    }),
  ])
}
