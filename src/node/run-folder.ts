import {mkdir, rename, stat, writeFile} from 'node:fs/promises'
import {dirname, join, resolve} from 'node:path'
import {makeFolder} from '../data/make-folder.js'
import {DataPyError} from '../errors/datapy-error.js'
import {diskFull, isDiskFull} from '../errors/disk-full.js'
import {fileFault, fixOf, meansAbsent} from '../errors/file-fault.js'
import {runsFolder} from './run-store.js'
import {unfinishedName} from './unfinished-name.js'
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
  write(name: string, document: unknown, options?: {readonly durable?: boolean}): Promise<void>
}

/** Makes the folder of a run. Throws a DataPyError, code state_unwritable. */
export async function openRunFolder(state: string, runId: string): Promise<RunFolder> {
  const path = join(runsFolder(state), runId)
  try {
    await makeFolder(path)
  } catch (error) {
    throw unwritable(path, error)
  }
  return {
    path,
    // Brackets, which stand in the name of an item, would be read as a pattern by those who open it.
    tablePath: (modName, port) => join(path, 'data', `${modName.replace(/\[(\d+)\]$/, '.$1')}.${port}.parquet`),
    async write(name, document, {durable = true} = {}) {
      const file = join(path, `${name}.json`)
      await writeDocument(file, documentText(document), durable)
    },
  }
}

/**
 * Makes the folder of a run with its record in it, both or none: a kill leaves no folder that nobody knows. False, and
 * nothing done, where it is there. Throws a DataPyError.
 */
export async function makeRunFolder(state: string, runId: string, record: unknown): Promise<boolean> {
  const path = join(runsFolder(state), runId)
  try {
    if (await isThere(path)) return false
    await makeFolder(runsFolder(state))
    const temporary = join(runsFolder(state), await unfinishedName(runId))
    await mkdir(temporary)
    await writeFile(join(temporary, 'run.json'), documentText(record))
    await rename(temporary, path)
    return true
  } catch (error) {
    throw stateError(path, error)
  }
}

/** Rejects where that cannot be told: what cannot be looked at may be there. */
async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (meansAbsent(error)) return false
    throw error
  }
}

function documentText(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`
}

/** Throws a DataPyError, code disk_full or disk_fault. */
async function writeDocument(file: string, content: string, durable: boolean): Promise<void> {
  try {
    await makeFolder(dirname(file))
    await writeFileAtomically(file, content, {durable})
  } catch (error) {
    throw runFault(file, error)
  }
}

/** What to throw when a run that has begun cannot write down what it does: mods may have run. */
export function runFault(path: string, error: unknown): DataPyError {
  if (error instanceof DataPyError) return error
  if (isDiskFull(error)) return new DataPyError([diskFull(path, {keepsRuns: true})], {cause: error})
  return new DataPyError([fileFault('disk_fault', `cannot write ${path}`, error, {path})], {cause: error})
}

/** What to throw when no run can begin here. */
export function stateError(path: string, error: unknown): DataPyError {
  if (error instanceof DataPyError) return error
  return isDiskFull(error) ? new DataPyError([diskFull(path, {keepsRuns: true})], {cause: error}) : unwritable(path, error)
}

function unwritable(path: string, error: unknown): DataPyError {
  const fix = fixOf(error)
  const hint = `${fix === undefined ? '' : `${fix}; or `}set DATAPY_STATE_DIR to a folder that can be written`
  return new DataPyError([fileFault('state_unwritable', `cannot use ${path}`, error, {path, hint})], {cause: error})
}
