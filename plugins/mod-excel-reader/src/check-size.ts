import {open} from 'node:fs/promises'

/** What a sheet may take unpacked. It would need several times as much memory. */
const mostBytes = 1_000_000_000
/** The end of a zip file: a record of 22 bytes, and a comment of at most 64 KiB. */
const shortestEnd = 22
const longestEnd = shortestEnd + 65_535

/**
 * Says why a workbook is too large to be read: what its directory says that its parts take unpacked. Undefined where it is
 * not, or where it is no zip file, which whoever reads it will see.
 */
export async function tooLarge(path: string): Promise<string | undefined> {
  const handle = await open(path, 'r')
  try {
    const {size} = await handle.stat()
    const read = async (length: number, position: number) => (await handle.read(Buffer.alloc(length), 0, length, position)).buffer
    if (size < shortestEnd) return undefined
    const end = await read(Math.min(size, longestEnd), Math.max(0, size - longestEnd))
    const at = end.lastIndexOf('PK\x05\x06', end.length - shortestEnd, 'latin1')
    if (at < 0) return undefined
    const directory = await read(Math.min(end.readUInt32LE(at + 12), size), end.readUInt32LE(at + 16))
    const bytes = unpackedBytes(directory)
    return bytes > mostBytes ? `its parts take ${String(Math.round(bytes / 1e6))} MB unpacked` : undefined
  } finally {
    await handle.close()
  }
}

function unpackedBytes(directory: Buffer): number {
  let bytes = 0
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === 0x02014b50;) {
    bytes += directory.readUInt32LE(at + 24)
    at += 46 + directory.readUInt16LE(at + 28) + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return bytes
}
