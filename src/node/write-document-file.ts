import {dirname, resolve} from 'node:path'
import {makeFolder} from '../data/make-folder.js'
import {DataPyError} from '../errors/datapy-error.js'
import {fileFault} from '../errors/file-fault.js'
import {writeFileAtomically} from './write-file-atomically.js'

/** Writes a file that somebody asked for, whole or not at all, its folders too; gives its absolute path. Throws a DataPyError. */
export async function writeDocumentFile(path: string, content: string): Promise<string> {
  const file = resolve(path)
  try {
    await makeFolder(dirname(file))
    await writeFileAtomically(file, content, {durable: false})
    return file
  } catch (error) {
    throw new DataPyError(
      [fileFault('file_unwritable', `cannot write ${file}`, error, {path: file, hint: 'name another file with -o'})],
      {cause: error},
    )
  }
}
