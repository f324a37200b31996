import {dirname} from 'node:path'
import {isSameContent, type StagedRename} from '../model/run-record.js'
import {identityOf} from './file-identity.js'
import {isNamed} from './is-named.js'
import {syncFolder} from './sync.js'
import {takeName} from './take-name.js'

/**
 * Gives a staged file its name where a killed process was about to, and says whether it has it now: not so where the
 * staged file is gone and another one stands under the name. `at` is when the process meant to do it.
 */
export async function completeRename({temporary, target, if_exists: ifExists, file}: StagedRename, at: Date): Promise<boolean> {
  if (await isNamed(temporary)) {
    await takeName(temporary, target, ifExists, at)
    await syncFolder(dirname(target))
    return true
  }
  const present = await identityOf(target).catch(() => undefined)
  return present !== undefined && isSameContent(present, file)
}
