import {dirname, join, resolve} from 'node:path'
import {availableMemory} from '../../data/available-memory.js'
import {bytesText} from '../../data/amounts.js'
import {checked, valueOf} from '../../errors/datapy-error.js'
import type {Problem} from '../../model/problem.js'
import {dataFolder, cacheFolder} from '../../node/data-folder.js'
import {findRegistry} from '../../node/registry-file.js'
import {frameworkRoot} from '../../node/framework-root.js'
import {ownPackage} from '../../node/own-package.js'
import {systemTempFolder} from '../../node/temp-folder.js'
import {loadProject} from '../load-job.js'
import {stateOf} from '../open-run.js'
import {validateJobs} from '../validate-jobs.js'
import {validateRegistry} from '../validate-registry.js'
import {ok, wrong, type Finding} from './finding.js'
import {lookAtEnvironment} from './look-at-environment.js'
import {lookAtFolders} from './look-at-folders.js'

export interface DoctorSpec {
  /** The job that is to run here. */
  readonly job: string | undefined
  readonly registry: string | undefined
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
}

/** Looks at all that a run needs around it. Writes nothing that stays, and asks no network. */
export async function doctor({job, registry, env, cwd}: DoctorSpec): Promise<readonly Finding[]> {
  const file = job === undefined ? join(cwd, 'job.yaml') : resolve(cwd, job)
  const project = await loadProject(dirname(file))
  const defaults = project.ok ? project.value : undefined
  const state = stateOf({job: {file}, project: defaults})
  const logs = defaults?.logging.base_path
  return [
    ...lookAtEnvironment({env, cwd, node: process.versions.node, execPath: process.execPath, engines: '>=20.19'}),
    ok('datapy', `${ownPackage().version} at ${frameworkRoot()}`),
    ok('memory', `${bytesText(await availableMemory())} for this process and all it starts`),
    ...(await lookAtFolders([
      {
        about: 'state folder',
        path: state,
        fix: 'set DATAPY_STATE_DIR to a folder that can be written and takes links',
        needsLinks: true,
      },
      ...(logs === undefined || defaults === undefined
        ? []
        : [
            {
              about: 'log folder',
              path: resolve(dirname(defaults.document.file), logs),
              fix: 'make it writable, or change logging.base_path',
            },
          ]),
      {about: 'temporary folder', path: systemTempFolder(), fix: 'set TMPDIR to a folder that can be written', isOptional: true},
      {
        about: 'data folder',
        path: dataFolder(env),
        fix: 'set DATAPY_DATA_DIR; without it no mod can be installed',
        isOptional: true,
      },
      {
        about: 'cache folder',
        path: cacheFolder(env),
        fix: 'set DATAPY_CACHE_DIR; without it commands start more slowly',
        isOptional: true,
      },
    ])),
    ...(await lookAtRegistry(registry, env, dirname(file))),
    ...(job === undefined ? [] : await lookAtJob(file, registry)),
  ]
}

async function lookAtRegistry(flag: string | undefined, env: NodeJS.ProcessEnv, from: string): Promise<readonly Finding[]> {
  const report = await checked(
    (async () => valueOf(await validateRegistry(valueOf(await findRegistry({flag, env, from})), env)))(),
  )
  if (!report.ok) return report.problems.map((one) => ofProblem('registry', one))
  const {registry, mods_checked: count, problems} = report.value
  return [ok('registry', `${registry}, ${String(count)} mods`), ...problems.map((one) => ofProblem('registry', one))]
}

async function lookAtJob(file: string, registry: string | undefined): Promise<readonly Finding[]> {
  const {errors} = await validateJobs([file], {registry})
  return errors.length === 0
    ? [ok('job', `${file} can run: its mods, parameters, input files, variables and secrets are there`)]
    : errors.map((one) => ofProblem('job', one))
}

function ofProblem(about: string, {code, message, hint, at}: Problem): Finding {
  const place = at?.line === undefined ? '' : ` (${at.file}:${String(at.line)})`
  return wrong(about, `${String(code)}: ${message}${place}`, hint ?? 'see docs/error-codes.md')
}
