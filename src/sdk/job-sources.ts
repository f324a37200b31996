import {readSecret} from '../node/secrets.js'
import {jobIdentity} from '../job/job-identity.js'
import type {JsonObject} from '../model/json.js'
import type {Redactor} from '../params/redact.js'
import type {JobSources} from '../run/job-sources.js'
import type {LoadedJob} from './load-job.js'

/** Joins a job with the environment. Every secret that is read is told to the redactor before anyone else sees it. */
export function jobSources(
  loaded: LoadedJob,
  runId: string,
  globalConfig: JsonObject,
  redactor: Redactor,
  now: Date,
): JobSources {
  return {
    ...loaded,
    globalConfig,
    run: {id: runId, date: now.toISOString().slice(0, 10)},
    env: (name) => process.env[name],
    secret: (source, name) => {
      const read = readSecret(source, name)
      if (read.ok) redactor.add(read.value)
      return read
    },
  }
}

/** What makes two runs runs of the same job: its file and its `--set` values. */
export function identityOf({job, set}: Pick<JobSources, 'job' | 'set'>): string {
  return jobIdentity(job.file, {globals: set.globals, mods: set.mods})
}
