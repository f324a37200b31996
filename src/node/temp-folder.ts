import {mkdir, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {removeUnfinished} from './remove-unfinished.js'
import {unfinishedName} from './unfinished-name.js'

/** Where this system keeps temporary files. */
export function systemTempFolder(): string {
  return tmpdir()
}

/** A new folder among the system's temporary ones; `remove` takes it away with all that is in it, a kill leaves that to the next. */
export async function tempFolder(name: string): Promise<{readonly path: string; remove(): Promise<void>}> {
  await removeUnfinished(tmpdir())
  const path = join(tmpdir(), await unfinishedName(name))
  await mkdir(path, {mode: 0o700})
  return {path, remove: () => rm(path, {recursive: true, force: true})}
}
