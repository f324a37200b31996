import type {Job, JobMod} from '../model/job.js'
import type {JsonObject} from '../model/json.js'
import type {SourceDocument} from '../model/source-document.js'

/** A job without mods of its own, for calls that come from code: its "file" is the script, in which places have no line. */
export function scriptJob(file: string, name: string): Job {
  const document: SourceDocument = {file, value: {}, at: () => ({file})}
  return {name, file, globals: {}, mods: [], materialize: 'always', document}
}

/**
 * The job as a call from code sees it: with a mod of this name that has these parameters. Parameters that the job file
 * has too keep their places there; those of a name the file does not have lie in the code.
 */
export function jobOfCall(job: Job, mod: JobMod, script: string): Job {
  const known = job.mods.some(({name}) => name === mod.name)
  const mods = [...job.mods.filter(({name}) => name !== mod.name), mod]
  if (known) return {...job, mods}
  const document: SourceDocument = {
    ...job.document,
    at: (path, part) => (path[1] === mod.name ? {file: script} : job.document.at(path, part)),
  }
  return {...job, mods, document}
}

/** The parameters of a mod of a job as a script gets them: a copy, references not yet resolved. */
export function paramsOf(job: Job, name: string): JsonObject | undefined {
  const mod = job.mods.find((one) => one.name === name)
  return mod === undefined ? undefined : structuredClone(mod.params)
}
