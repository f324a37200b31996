import {basename} from 'node:path'
import {findFiles} from '../data/find-files.js'
import {checked} from '../errors/datapy-error.js'
import {exitCodeOfAll} from '../errors/problem.js'
import type {Problem} from '../model/problem.js'
import {parseProjectDefaults} from '../job/parse-project-defaults.js'
import {readYamlDocument} from '../node/yaml-document.js'
import {checkJob} from './check-job.js'
import type {RunSettings} from './settings.js'

/** What is wrong with one file. */
export interface ValidatedFile {
  readonly file: string
  readonly kind: 'job' | 'project defaults'
  readonly errors: readonly Problem[]
}

export interface JobsValidated {
  readonly status: 'error' | 'success'
  readonly exit_code: number
  readonly files: readonly ValidatedFile[]
  readonly warnings: readonly Problem[]
  readonly errors: readonly Problem[]
}

const projectFile = 'project_defaults.yaml'

/** Checks files as a run of each would before it runs. Paths may be globs; what names no file is a problem of its own. */
export async function validateJobs(paths: readonly string[], settings: RunSettings): Promise<JobsValidated> {
  const files: ValidatedFile[] = []
  const seen = new Set<string>()
  for (const path of paths) {
    const found = await checked(findFiles([path]))
    if (!found.ok) files.push({file: path, kind: 'job', errors: missing(path, found.problems)})
    for (const file of found.ok ? found.value : []) {
      if (seen.has(file)) continue
      seen.add(file)
      files.push(basename(file) === projectFile ? await checkProject(file) : await checkFile(file, settings))
    }
  }
  const errors = unrepeated(files.flatMap((one) => one.errors))
  return {status: errors.length === 0 ? 'success' : 'error', exit_code: exitCodeOfAll(errors), files, warnings: [], errors}
}

async function checkFile(file: string, settings: RunSettings): Promise<ValidatedFile> {
  const {errors} = await checkJob(file, settings)
  return {file, kind: 'job', errors}
}

async function checkProject(file: string): Promise<ValidatedFile> {
  const document = await readYamlDocument(file)
  const parsed = document.ok ? parseProjectDefaults(document.value) : document
  return {file, kind: 'project defaults', errors: parsed.ok ? [] : parsed.problems}
}

function missing(path: string, problems: readonly Problem[]): readonly Problem[] {
  return problems.map((one) => ({...one, code: 'file_missing', at: {file: path}}))
}

/** A mistake in the project's defaults is told by each job that inherits it: once is enough. */
function unrepeated(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>()
  return problems.filter((one) => {
    const key = JSON.stringify(one)
    const isNew = !seen.has(key)
    seen.add(key)
    return isNew
  })
}
