import {open, rename, rm, stat} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {syncFolder} from '../data/sync.js'
import {throughLinks} from './through-links.js'
import {unfinishedName} from './unfinished-name.js'

/**
 * Writes a file whole or not at all: into a new file beside it, which is synced and then takes its name. Whoever reads
 * meanwhile sees the old content or the new. Keeps the mode of a file that is there; a link stays a link, also one to a
 * file that is yet to be made. The folder must exist. Rejects with the system's error, and then nothing is left behind;
 * what a kill leaves, `removeUnfinished` takes away. What is not `durable` may be lost with the power, and is written much
 * faster.
 */
export async function writeFileAtomically(
  file: string,
  content: Uint8Array | string,
  {durable = true}: {readonly durable?: boolean} = {},
): Promise<void> {
  const target = await throughLinks(file)
  const folder = dirname(target)
  const mode = await stat(target).then(
    (present) => present.mode & 0o7777,
    () => undefined,
  )
  const temporary = join(folder, await unfinishedName(basename(target)))
  try {
    const handle = await open(temporary, 'wx')
    try {
      await handle.writeFile(content)
      // Set by itself, since the mode that a file is opened with passes through the umask.
      if (mode !== undefined) await handle.chmod(mode)
      if (durable) await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, target)
  } catch (error) {
    await rm(temporary, {force: true}).catch(() => undefined)
    throw error
  }
  if (durable) await syncFolder(folder)
}
