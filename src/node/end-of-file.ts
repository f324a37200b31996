import {open} from 'node:fs/promises'

/** The last lines of a text file, no more than so many bytes of it; nothing where it cannot be read. */
export async function endOfFile(path: string, bytes: number): Promise<readonly string[] | undefined> {
  const handle = await open(path, 'r').catch(() => undefined)
  if (handle === undefined) return undefined
  try {
    const {size} = await handle.stat()
    const start = Math.max(0, size - bytes)
    const {buffer, bytesRead} = await handle.read(Buffer.alloc(size - start), 0, size - start, start)
    const lines = buffer.subarray(0, bytesRead).toString('utf8').split('\n')
    return (start === 0 ? lines : lines.slice(1)).filter((line) => line !== '')
  } catch {
    return undefined
  } finally {
    await handle.close()
  }
}
