import {basename, dirname, resolve} from 'node:path'
import {fileFault} from '../errors/file-fault.js'
import {parseJob} from '../job/parse-job.js'
import {parseProjectDefaults} from '../job/parse-project-defaults.js'
import type {Job, ProjectDefaults} from '../model/job.js'
import type {Checked} from '../model/problem.js'
import {findUpward} from '../node/find-upward.js'
import {readYamlDocument} from '../node/yaml-document.js'
import {parseSetOptions, type SetOptions} from '../params/set-option.js'

/** A job, the defaults of the project it lies in, and what the command line sets over them. */
export interface LoadedJob {
  readonly job: Job
  readonly project: ProjectDefaults | undefined
  readonly set: SetOptions
}

/** Reads a job file and the nearest project_defaults.yaml upward from it. Problems of all three at once. */
export async function loadJob(file: string, set: readonly string[] = []): Promise<Checked<LoadedJob>> {
  const path = resolve(file)
  const [job, project, options] = [await readJob(path), await loadProject(dirname(path)), parseSetOptions(set)]
  if (job.ok && project.ok && options.ok) return {ok: true, value: {job: job.value, project: project.value, set: options.value}}
  return {ok: false, problems: [job, project, options].flatMap((part) => (part.ok ? [] : part.problems))}
}

/** The nearest project_defaults.yaml upward from a folder; undefined where there is none. */
export async function loadProject(folder: string): Promise<Checked<ProjectDefaults | undefined>> {
  const found = await nearestDefaults(folder)
  if (!found.ok || found.value === undefined) return found.ok ? {ok: true, value: undefined} : found
  const file = found.value
  const document = await readYamlDocument(file)
  return document.ok ? parseProjectDefaults(document.value) : document
}

/** A file that may be there and cannot be looked at is not passed over: what it says would be missing without a word. */
async function nearestDefaults(folder: string): Promise<Checked<string | undefined>> {
  try {
    return {ok: true, value: await findUpward('project_defaults.yaml', folder)}
  } catch (error) {
    return {ok: false, problems: [fileFault('yaml_unreadable', `cannot look for project_defaults.yaml from ${folder}`, error)]}
  }
}

/** The name a job has when its file does not say one, also when it cannot be read. */
export function jobNameOf(file: string): string {
  return basename(file).replace(/\.(ya?ml|json)$/, '')
}

async function readJob(path: string): Promise<Checked<Job>> {
  const document = await readYamlDocument(path)
  return document.ok ? parseJob(document.value) : document
}
