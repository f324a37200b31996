import {createReadStream} from 'node:fs'
import type {FileHandle} from 'node:fs/promises'
import {Readable} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import {createInflateRaw} from 'node:zlib'

/** A part of a zip file as it stands in the file itself, whatever the file's directory says of it. */
export interface ZipPart {
  readonly name: string
  /** What its own header says it takes unpacked; undefined where that stands behind it. */
  readonly claimed: number | undefined
  /** Unpacks it: to be read to its end, or not at all. */
  bytes(): AsyncGenerator<Buffer>
  /** The CRC-32 of what it takes unpacked, once that was read. */
  checksum(): Promise<number>
}

const header = 30
const headerMark = 0x04034b50
const directoryMark = 0x02014b50
/** Behind a part whose size was not known before: a mark that may be left out, a checksum, and two sizes. */
const longestTrailer = 24
const trailerMark = 0x08074b50

/**
 * The parts of a zip file one after another from its beginning: in the way in which the package that reads workbooks takes
 * them, which sees neither the directory nor what that leaves out. Ends where no part begins.
 */
export async function* zipParts(handle: FileHandle, path: string): AsyncGenerator<ZipPart> {
  const read = async (length: number, position: number) => {
    const {buffer, bytesRead} = await handle.read(Buffer.alloc(length), 0, length, position)
    return buffer.subarray(0, bytesRead)
  }
  for (let at = 0; ;) {
    const head = await read(header, at)
    if (head.length < header || head.readUInt32LE(0) !== headerMark) return
    const [flags, method] = [head.readUInt16LE(6), head.readUInt16LE(8)]
    const [packed, unpacked] = [head.readUInt32LE(18), head.readUInt32LE(22)]
    const nameLength = head.readUInt16LE(26)
    const start = at + header + nameLength + head.readUInt16LE(28)
    const isKnown = (flags & 8) === 0 || packed > 0
    const isMeasured = isKnown && packed !== 0xffffffff
    const source = packedBytes(path, start, isMeasured ? packed : undefined, method)
    yield {
      name: (await read(nameLength, at + header)).toString(),
      claimed: isKnown && unpacked !== 0xffffffff ? unpacked : undefined,
      bytes: source.bytes,
      checksum: async () => (isKnown ? head.readUInt32LE(14) : trailerChecksum(await read(8, start + (await source.consumed())))),
    }
    if (isMeasured) {
      at = start + packed
      continue
    }
    const end = start + (await source.consumed())
    const behind = await read(longestTrailer + 4, end)
    const next = [...behind.keys()].find((offset) => isMark(behind, offset))
    if (next === undefined) return
    at = end + next
  }
}

function trailerChecksum(bytes: Buffer): number {
  if (bytes.length < 8) return -1
  return bytes.readUInt32LE(bytes.readUInt32LE(0) === trailerMark ? 4 : 0)
}

function isMark(bytes: Buffer, at: number): boolean {
  if (at + 4 > bytes.length) return false
  const mark = bytes.readUInt32LE(at)
  return mark === headerMark || mark === directoryMark
}

/** A part's bytes, unpacked; where their length is not known, `consumed` tells how long they are packed. */
function packedBytes(path: string, start: number, length: number | undefined, method: number) {
  let used: number | undefined
  async function* bytes(): AsyncGenerator<Buffer> {
    const raw =
      length === 0 ? Readable.from([]) : createReadStream(path, {start, ...(length !== undefined && {end: start + length - 1})})
    if (method === 0) {
      yield* raw as AsyncIterable<Buffer>
      return
    }
    const inflate = createInflateRaw()
    // Its errors come out of the loop below, and its end comes before that of the file.
    pipeline(raw, inflate).catch(() => undefined)
    try {
      yield* inflate as AsyncIterable<Buffer>
    } finally {
      used = inflate.bytesWritten
      raw.destroy()
      inflate.destroy()
    }
  }
  const consumed = async () => {
    if (used === undefined) for await (const _ of bytes());
    return used ?? 0
  }
  return {bytes, consumed}
}

/** The end of a zip file: a record of 22 bytes, and a comment of at most 64 KiB. */
const shortestEnd = 22
const longestEnd = shortestEnd + 65_535

/** The names that the directory of a zip file lists; undefined where it has none. */
export async function listedNames(handle: FileHandle): Promise<readonly string[] | undefined> {
  const {size} = await handle.stat()
  const read = async (length: number, position: number) => (await handle.read(Buffer.alloc(length), 0, length, position)).buffer
  if (size < shortestEnd) return undefined
  const end = await read(Math.min(size, longestEnd), Math.max(0, size - longestEnd))
  const found = end.lastIndexOf('PK\x05\x06', end.length - shortestEnd, 'latin1')
  if (found < 0) return undefined
  const directory = await read(Math.min(end.readUInt32LE(found + 12), size), end.readUInt32LE(found + 16))
  const names: string[] = []
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === directoryMark;) {
    const length = directory.readUInt16LE(at + 28)
    names.push(directory.toString('utf8', at + 46, at + 46 + length))
    at += 46 + length + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return names
}
