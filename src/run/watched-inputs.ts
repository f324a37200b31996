import {DataPyError} from '../errors/datapy-error.js'
import {problem} from '../errors/problem.js'
import type {Problem} from '../model/problem.js'
import type {FileIdentity} from '../model/run-record.js'
import type {World} from './world.js'

/**
 * Throws a DataPyError, code input_changed, where files are not as they were before somebody began to read them. One that is
 * gone was read to its end, or its reader has failed by itself; one of `own`, which the reader itself writes, may change.
 */
export async function mustBeUnchanged(
  before: readonly FileIdentity[],
  own: readonly string[],
  {identify}: Pick<World, 'identify'>,
): Promise<void> {
  const known = new Map(before.filter(({path}) => !own.includes(path)).map((file) => [file.path, file]))
  if (known.size === 0) return
  const problems = (await identify([...known.keys()])).flatMap((now) => {
    const old = known.get(now.path)
    return old === undefined || isSameContent(old, now) ? [] : [changed(now.path)]
  })
  if (problems.length > 0) throw new DataPyError(problems)
}

function changed(path: string): Problem {
  const told = problem('input_changed', `${path} was changed while it was read: what was read may be a mixture of old and new`, {
    at: {file: path},
    hint: 'give the same command again when nobody writes to it; who replaces it should write another file and rename that',
  })
  return {...told, transient: true}
}

/** A rename moves the time of a file's change, and nothing of what is in it. */
export function isSameContent(one: FileIdentity, other: FileIdentity): boolean {
  return one.size === other.size && one.modified === other.modified && one.inode === other.inode
}
