import {join} from 'node:path'
import {makeFolder} from '../data/make-folder.js'
import {removeUnfinished} from './remove-unfinished.js'
import {writeFileAtomically} from './write-file-atomically.js'

/**
 * Writes a file into a folder of the cache, and takes away what killed processes left there. Never fails: where it cannot be
 * written, the next process makes it anew.
 */
export async function writeCacheFile(folder: string, name: string, content: string): Promise<void> {
  try {
    await makeFolder(folder)
    await removeUnfinished(folder)
    await writeFileAtomically(join(folder, name), content)
  } catch {
    // Nothing that anybody waits for.
  }
}
