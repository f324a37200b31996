import type {JobResult} from '../model/result.js'
import {currentRuntime} from './current-runtime.js'
import {runJobFile} from './run-job-file.js'
import type {RunSettings} from './settings.js'

export type RunJobOptions = Pick<RunSettings, 'logLevel' | 'registry' | 'set' | 'signal'>

/**
 * Runs all mods of a job file, as `datapy run-job` does, and gives the same document: tables are references to the files
 * that hold them. Never throws for a user's or a mod's fault: look at `status`.
 */
export async function runJob(file: string, options: RunJobOptions = {}): Promise<JobResult> {
  const {document} = await runJobFile(file, options, Object.fromEntries(currentRuntime().globalConfig))
  return document
}
