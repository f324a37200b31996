import {rename, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {folderSize} from '../data/folder-size.js'
import {readSteps, runsFolder} from './run-store.js'
import {unfinishedName} from './unfinished-name.js'

/**
 * Removes the folder of a run, and what it had staged beside its targets; gives its size in bytes. It gets another name
 * first, so that nobody ever finds half of it; what a kill leaves of that goes with the next run, or the next time.
 */
export async function removeRun(state: string, runId: string, {dryRun}: {readonly dryRun: boolean}): Promise<number> {
  const folder = join(runsFolder(state), runId)
  const bytes = (await folderSize(folder)) + (await folderSize(join(folder, 'data')))
  if (dryRun) return bytes
  for (const {committing} of (await readSteps(state, runId)).values())
    for (const {temporary} of committing?.renames ?? []) await rm(temporary, {force: true})
  const gone = join(runsFolder(state), await unfinishedName('gone'))
  await rename(folder, gone)
  await rm(gone, {recursive: true, force: true})
  return bytes
}
