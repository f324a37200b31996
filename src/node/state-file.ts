import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {isNamed} from '../data/is-named.js'
import {DataPyError} from '../errors/datapy-error.js'
import {fileFault, isFileFault, meansAbsent} from '../errors/file-fault.js'
import {problem} from '../errors/problem.js'
import type {LoadState} from '../job/load-state.js'
import {isLoadState} from '../job/recorded-forms.js'
import {isJsonObject, type JsonObject} from '../model/json.js'
import {writeFileAtomically} from './write-file-atomically.js'

/** The document `state.json` in a job's folder. */
export interface StateDocument {
  readonly job: string
  readonly job_file: string
  /** The `--set` values, secrets hidden. */
  readonly set: JsonObject
  readonly steps: LoadState
}

const hint = 'bring the file back from a copy, or remove it: then all is loaded again'

/** The watermarks of a job; undefined where none have been kept. Throws a DataPyError, code bad_state_file. */
export async function readState(jobFolder: string): Promise<StateDocument | undefined> {
  const file = join(jobFolder, 'state.json')
  try {
    const document: unknown = JSON.parse(await readFile(file, 'utf8'))
    if (isStateDocument(document)) return document
    throw new SyntaxError('it has another form')
  } catch (error) {
    const {code, message} = error as NodeJS.ErrnoException
    // A link that leads nowhere was laid by somebody who wants them kept.
    if (code === 'ENOENT' && !(await isNamed(file))) return undefined
    if (isFileFault(error))
      throw new DataPyError(
        [fileFault('bad_state_file', `cannot read ${file}`, error, {path: file, ...(meansAbsent(error) && {hint})})],
        {cause: error},
      )
    throw new DataPyError(
      [
        problem('bad_state_file', `the watermarks of the job cannot be read: ${message}`, {
          at: {file},
          hint,
        }),
      ],
      {cause: error},
    )
  }
}

/** Rejects with the system's error. */
export async function writeState(jobFolder: string, document: StateDocument): Promise<void> {
  await writeFileAtomically(join(jobFolder, 'state.json'), `${JSON.stringify(document, null, 2)}\n`)
}

function isStateDocument(value: unknown): value is StateDocument {
  if (!isJsonObject(value) || typeof value['job'] !== 'string' || typeof value['job_file'] !== 'string') return false
  return isJsonObject(value['set']) && isLoadState(value['steps'])
}
