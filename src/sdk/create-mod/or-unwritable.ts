import {DataPyError} from '../../errors/datapy-error.js'
import {fileFault} from '../../errors/file-fault.js'

/** What `work` gives; where the system refuses to write, a problem that says so of the folder. */
export async function orUnwritable<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    throw new DataPyError([fileFault('mod_folder_unwritable', `cannot write into ${folder}`, error, {path: folder})], {
      cause: error,
    })
  }
}
