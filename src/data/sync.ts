import {open} from 'node:fs/promises'

/** Puts what a file holds on the disk, whoever has written it. Gives its size in bytes. Rejects with the system's error. */
export async function syncFile(path: string): Promise<number> {
  const handle = await open(path, 'r+')
  try {
    await handle.sync()
    const {size} = await handle.stat()
    return size
  } finally {
    await handle.close()
  }
}

/** Makes a rename last through a power failure. Some file systems cannot do this for a folder; they have done it already. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}
