import {DataPyError} from '../errors/datapy-error.js'
import {problem} from '../errors/problem.js'
import {isSameContent, type FileIdentity, type StagedRename} from '../model/run-record.js'
import type {Problem} from '../model/problem.js'
import type {PreparedMod} from './prepare-mod.js'
import type {World} from './world.js'

/** The files that a step reads, as they were before it began. */
export interface WatchedInputs {
  /** Those that it reads itself. */
  readonly own: readonly FileIdentity[]
  /** Those whose rows are read when the tables that it is given are, which nobody computed before. */
  readonly open: readonly FileIdentity[]
}

/**
 * Throws a DataPyError, code input_changed, where files are not as they were before somebody began to read them. One that is
 * gone was read to its end, or its reader has failed by itself; one that the mod writes without staging it may change.
 */
export async function mustBeUnchanged(
  {own, open}: WatchedInputs,
  {outputs}: Pick<PreparedMod, 'outputs'>,
  renames: readonly StagedRename[],
  {identify}: Pick<World, 'identify'>,
): Promise<void> {
  const staged = new Set(renames.map(({target}) => target))
  const written = new Set(outputs.filter((path) => !staged.has(path)))
  const before = new Map([...open, ...own].filter(({path}) => !written.has(path)).map((file) => [file.path, file]))
  if (before.size === 0) return
  // To read again helps where it is the mod itself that reads: tables that it is given begin where they began.
  const isRead = new Set(own.map(({path}) => path))
  const problems = (await identify([...before.keys()])).flatMap((now) => {
    const old = before.get(now.path)
    return old === undefined || isSameContent(old, now) ? [] : [changed(now.path, isRead.has(now.path))]
  })
  if (problems.length > 0) throw new DataPyError(problems)
}

function changed(path: string, transient: boolean): Problem {
  const told = problem('input_changed', `${path} was changed while it was read: what was read may be a mixture of old and new`, {
    at: {file: path},
    hint: 'give the same command again when nobody writes to it; who replaces it should write another file and rename that',
  })
  return transient ? {...told, transient} : told
}
