import {open, realpath, rename, rm, stat} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {randomName} from './random-name.js'

/**
 * Writes a file whole or not at all: into a new file beside it, which is synced and then takes its name. Whoever reads
 * meanwhile sees the old content or the new. Keeps the mode of a file that is there; a link stays a link. The folder
 * must exist. Rejects with the system's error, and then nothing is left behind. What is not `durable` may be lost with
 * the power, and is written much faster.
 */
export async function writeFileAtomically(
  file: string,
  content: Uint8Array | string,
  {durable = true}: {readonly durable?: boolean} = {},
): Promise<void> {
  const target = await realpath(file).catch(() => file)
  const folder = dirname(target)
  const mode = await stat(target).then(
    (present) => present.mode & 0o7777,
    () => undefined,
  )
  const temporary = join(folder, `.${basename(target)}.${randomName()}.tmp`)
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

/** Makes the new name itself survive a loss of power. Some file systems cannot sync a folder; the file is whole there too. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch {
    // The content has been synced, and the name is there.
  }
}
