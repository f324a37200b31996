import {cp, mkdtemp, readFile, realpath, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {parse} from 'csv-parse/sync'
import type {JobResult, Result} from '../../src/model/result.js'
import {runDatapy} from '../run-datapy.js'

const projects = join(import.meta.dirname, '../../projects')

/** A sample project in a temporary folder, so that tests leave nothing in the work tree. */
export interface ProjectCopy {
  path(name: string): string
  /** Runs a command that is to succeed, with --json, and gives its document. */
  run(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<JobResult>
  /** The records of a CSV file, its header first, as csv-parse reads them. */
  csv(name: string, delimiter?: string): Promise<string[][]>
  remove(): Promise<void>
}

export async function copyProject(name: string): Promise<ProjectCopy> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'datapy-sample-')))
  const made = ['out', 'logs', '.datapy']
  const filter = (from: string) => !made.some((one) => from.startsWith(join(projects, name, one)))
  await cp(join(projects, name), folder, {recursive: true, filter})
  const path = (file: string) => join(folder, file)
  return {
    path,
    async run(args, env = process.env) {
      const {code, stdout, stderr} = await runDatapy([...args, '--json', '-q'], {env})
      if (code !== 0) throw new Error(`exit code ${String(code)}\n${stderr}\n${stdout}`)
      return JSON.parse(stdout) as JobResult
    },
    csv: async (file, delimiter = ',') => parse(await readFile(path(file), 'utf8'), {delimiter}),
    remove: () => rm(folder, {recursive: true, force: true}),
  }
}

/** The result of a mod that ran. */
export function resultOf(job: JobResult, name: string): Result {
  const result = job.mods[name]
  if (result === undefined || result.status === 'skipped') throw new Error(`${name} did not run`)
  return result
}
