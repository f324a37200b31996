import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

/** Where this system keeps temporary files. */
export function systemTempFolder(): string {
  return tmpdir()
}

/** A new folder of the system's temporary ones; `remove` takes it away with all that is in it. */
export async function tempFolder(prefix: string): Promise<{readonly path: string; remove(): Promise<void>}> {
  const path = await mkdtemp(join(tmpdir(), prefix))
  return {path, remove: () => rm(path, {recursive: true, force: true})}
}
