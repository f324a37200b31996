import {link, stat} from 'node:fs/promises'
import {DataPyError} from '../errors/datapy-error.js'
import {problem} from '../errors/problem.js'

/** True when `path` is now a link to `own`; false when something of that name is there. */
export async function linkOnce(own: string, path: string): Promise<boolean> {
  try {
    await link(own, path)
    return true
  } catch (error) {
    const {code = ''} = error as NodeJS.ErrnoException
    if (['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(code)) throw withoutLinks(path, error)
    if (code !== 'EEXIST') throw error
    // On NFS an answer can be lost and the call repeated: the count of links tells what really happened.
    return (await stat(own)).nlink === 2
  }
}

function withoutLinks(path: string, cause: unknown): DataPyError {
  const message = `${path} cannot be made: a lock needs hard links, which this disk does not take`
  return new DataPyError(
    [problem('links_refused', message, {at: {file: path}, hint: 'name a folder on another disk: DATAPY_STATE_DIR for runs'})],
    {cause},
  )
}
