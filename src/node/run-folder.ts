import {readFile} from 'node:fs/promises'
import {dirname, join, resolve} from 'node:path'
import {makeFolder} from '../data/make-folder.js'
import {DataPyError} from '../errors/datapy-error.js'
import {diskFull, isDiskFull} from '../errors/disk-full.js'
import {problem} from '../errors/problem.js'
import {writeFileAtomically} from './write-file-atomically.js'

/** Where runs are kept: DATAPY_STATE_DIR, else `.datapy` in the project's folder. */
export function stateFolder(env: NodeJS.ProcessEnv, projectFolder: string): string {
  const named = env['DATAPY_STATE_DIR']
  return named === undefined || named === '' ? join(projectFolder, '.datapy') : resolve(named)
}

/** The folder of one run: its documents, the tables its mods left, and the engine's temporary files. */
export interface RunFolder {
  readonly path: string
  /** Where the table of a mod's port is kept. */
  tablePath(modName: string, port: string): string
  /** Writes a document, JSON, whole or not at all: `run`, `result`, or a mod's under `mods/`. */
  write(name: string, document: unknown): Promise<void>
  /** A document, or nothing when there is none. */
  read(name: string): Promise<unknown>
}

/** Makes the folder of a run. Throws a DataPyError, code state_unwritable. */
export async function openRunFolder(state: string, runId: string): Promise<RunFolder> {
  const path = join(state, 'runs', runId)
  try {
    await makeFolder(path)
  } catch (error) {
    throw unwritable(path, error)
  }
  return {
    path,
    tablePath: (modName, port) => join(path, 'data', `${modName}.${port}.parquet`),
    async write(name, document) {
      const file = join(path, `${name}.json`)
      await writeDocument(file, `${JSON.stringify(document, null, 2)}\n`)
    },
    read: (name) => readJson(join(path, `${name}.json`)),
  }
}

/** What a mod of a job left last: which run it was. Kept for each job, so that steps of a scheduler find each other. */
export interface LatestRuns {
  /** The id of the run in which this mod last succeeded, or nothing. */
  of(modName: string): Promise<string | undefined>
  record(modName: string, runId: string): Promise<void>
}

/** The latest runs of a job; `identity` is that of its file and its `--set` values. */
export function latestRuns(state: string, identity: string): LatestRuns {
  const folder = join(state, 'jobs', identity)
  return {
    async of(modName) {
      const document = await readJson(join(folder, `${modName}.json`))
      return typeof document === 'object' && document !== null && 'run_id' in document && typeof document.run_id === 'string'
        ? document.run_id
        : undefined
    },
    async record(modName, runId) {
      await writeDocument(join(folder, `${modName}.json`), `${JSON.stringify({run_id: runId})}\n`)
    },
  }
}

/** Throws a DataPyError, code disk_full or state_unwritable. */
async function writeDocument(file: string, content: string): Promise<void> {
  try {
    await makeFolder(dirname(file))
    await writeFileAtomically(file, content)
  } catch (error) {
    throw isDiskFull(error) ? new DataPyError([diskFull(file, {keepsRuns: true})], {cause: error}) : unwritable(file, error)
  }
}

function unwritable(path: string, error: unknown): DataPyError {
  const reason = isDiskFull(error) ? 'the disk is full' : (error as Error).message
  const hint = 'set DATAPY_STATE_DIR to a folder that can be written'
  return new DataPyError([problem('state_unwritable', `cannot make ${path}: ${reason}`, {hint})], {cause: error})
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
